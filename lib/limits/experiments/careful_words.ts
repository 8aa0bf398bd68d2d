import type { LimitAnswer } from "../limit_answer.ts";
import type { LimitExperiment, LimitPorts, LimitQuery } from "../limit_experiment.ts";
import { askNext, firstToken, percent } from "../next_token.ts";
import { modelSource } from "@/lib/lm/model_source.ts";

const QUESTION = "The refund policy says annual plans are";
const MONTHLY = "Monthly plans are refundable within 14 days.";

/** Four claims in a stronger and a weaker wording, and what tells them apart. */
export const carefulWords: LimitExperiment = {
  name: "careful-words",
  title: "Careful words",
  claim: "Four claims about language models, stronger and weaker, and the experiment that tells them apart",
  work: "server",
  fields: [],
  next: [
    ["/limits/refund", "1: the refund policy"],
    ["/limits/subtraction", "2: every pair"],
    ["/limits/temperature-0", "3: every backend"],
    ["/limits/provenance", "4: word for word"],
  ],
  run,
};

async function run(_query: LimitQuery, { model, signal }: LimitPorts): Promise<LimitAnswer> {
  const yes = await firstToken(model, " refundable");
  const monthly = (await askNext(model, `${MONTHLY} ${QUESTION}`, 1, signal)).probabilities[yes]!;
  const learned = (await askNext(model, countText(5, 2), 1, signal)).top[0]!;
  const beyond = (await askNext(model, countText(70, 45), 1, signal)).top[0]!;
  const rows: [string, string, string][] = [
    [
      "It understands the policy it is given.",
      "It goes on as texts with such a sentence went on.",
      `A rule on monthly plans moves annual plans to ${percent(monthly)} (refund).`,
    ],
    [
      "It can subtract.",
      "It answers pairs like those it has seen, with a share right that can be counted.",
      `5 − 2: ${learned.text.trim()}, ${percent(learned.probability)}. 70 − 45: ${beyond.text.trim()}, ${
        percent(beyond.probability)
      } (subtraction).`,
    ],
    [
      "At temperature 0 it always says the same.",
      "It picks the likeliest token of a distribution, which another backend computes slightly differently.",
      "The largest difference between backends, and two tokens that are closer (temperature-0).",
    ],
    [
      "It copies its training text.",
      "Some stretches of what it writes stand word for word in that text.",
      "The stretches, counted and marked, with their sources (provenance).",
    ],
  ];
  return {
    sentence: "Four claims, each with a wording that the experiments bear out and one that they do not.",
    note: "The weaker wording is not modesty: it says what was measured, and on what.",
    source: modelSource(model),
    parts: [{
      kind: "table",
      title: "What tells them apart",
      columns: ["Stronger", "Weaker", "The experiment"],
      rows,
    }],
    figures: { monthly, learned: Number(learned.text), beyond: Number(beyond.text) },
  };
}

function countText(ordered: number, returned: number): string {
  return `An order contains ${ordered} items. After a return of ${returned} items, the retained item count is`;
}
