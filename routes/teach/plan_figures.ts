import { BOT, SURPRISE } from "@/lib/learn/course/figure_truths.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { lossFromProbabilities } from "@/lib/lm/loss/loss.ts";
import { experimentNamed } from "@/lib/limits/experiments.ts";
import { askNext, percent } from "@/lib/limits/next_token.ts";
import { readCheckResults } from "@/lib/server/models/card.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import type { FigureName } from "@/lib/teach/plans.ts";
import { formatBinaryBytes, formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { limitAnswer } from "@/routes/limits/limit_answers.ts";

/** Keys and values, layers, heads, numbers a head, bytes a number, tokens. */
const CACHE = [2, 32, 8, 128, 2, 131_072] as const;

/** The figures of the plans, as the shipped model gives them. */
export async function planFigures(): Promise<Readonly<Record<FigureName, string>>> {
  const { figures } = (await limitAnswer(experimentNamed("refund"), new URLSearchParams()))!;
  const [warehouse] = (await askNext(serverModel("parcel-gpt"), "The package left the", 1)).top;
  const { figures: drift } = (await limitAnswer(experimentNamed("drift"), new URLSearchParams()))!;
  const { exact, pairs } = readCheckResults("parcel-gpt").subtraction.held_out;
  return {
    warehouse: percent(warehouse!.probability),
    prior: percent(figures["none"]!),
    stated: percent(figures["stated"]!),
    other: percent(figures["other"]!),
    subtraction: `${exact} of ${pairs}`,
    at_one: formatProbability(softmax(BOT.logits)[0]!),
    at_two: formatProbability(softmax(BOT.logits.map((logit) => logit / 2))[0]!),
    perplexity: formatFigure(lossFromProbabilities(SURPRISE).perplexity),
    repeated: percent(drift["repeated"]!),
    cache: formatBinaryBytes(CACHE.reduce((product, factor) => product * factor, 1)),
  };
}
