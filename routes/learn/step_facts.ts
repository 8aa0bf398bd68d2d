import { answerText } from "@/lib/learn/course/answer_text.ts";
import { fillGap } from "@/lib/learn/course/fill_gap.ts";
import { NO_FACTS, type Step, type StepFacts } from "@/lib/learn/course/step.ts";
import { scoreText } from "@/lib/lm/loss/score_text.ts";
import { readCheckResults } from "@/lib/server/models/card.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";

/** Rows of an answer that come with the page. */
const ROWS = 6;

/** Rows of a gap: a word that was typed is looked for among them. */
const GAP_ROWS = 40;

const kept = new Map<string, Promise<StepFacts>>();

/** What the server's models say of a step. It is the same for every visitor, so it is computed once. */
export function stepFacts(step: Step): Promise<StepFacts> {
  const known = kept.get(step.name) ?? compute(step);
  kept.set(step.name, known);
  // What failed is tried again.
  known.catch(() => kept.delete(step.name));
  return known;
}

async function compute({ figure, texts }: Step): Promise<StepFacts> {
  const gpt = serverModel("parcel-gpt");
  switch (figure) {
    case "words":
    case "loop":
      return { ...NO_FACTS, answers: await answersTo(texts) };
    case "structure":
      return { ...NO_FACTS, answers: await answersTo(texts), pairs: heldOutPairs() };
    case "forcing":
      return { ...NO_FACTS, scored: await scoreText(gpt, texts[0]!) };
    case "masked":
      return { ...NO_FACTS, filled: await fillGap(serverModel("parcel-bert"), gpt, texts[0]!, GAP_ROWS) };
    default:
      return NO_FACTS;
  }
}

async function answersTo(texts: readonly string[]) {
  return await Promise.all(texts.map(async (text) => {
    const { find: _, ...answer } = await answerText(serverModel("parcel-gpt"), text, ROWS);
    return answer;
  }));
}

function heldOutPairs() {
  const { held_out, trigram } = readCheckResults("parcel-gpt").subtraction;
  return { pairs: held_out.pairs, model: held_out.exact, trigram: trigram!.exact };
}
