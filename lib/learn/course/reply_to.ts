import type { Answer } from "@/lib/learn/course/answer_text.ts";
import { truthOf } from "@/lib/learn/course/figure_truths.ts";
import { BAR_REPLIES, ORDER_REPLIES } from "@/lib/learn/course/replies.ts";
import type { Filled, Step, StepFacts } from "@/lib/learn/course/step.ts";

/** Bars are rounded to a step, so a guess can be this much beyond an end. */
const ROUNDING = 1e-9;

/** What is said to a guess beside the figure; null where none was made. */
export function replyTo(step: Step, facts: StepFacts, guess: string): string | null {
  const { name, guess: spec } = step;
  if (guess === "") return null;
  switch (spec.kind) {
    case "bar": {
      const say = BAR_REPLIES[name]?.find(({ upTo }) => Number(guess) <= upTo + ROUNDING)?.say ?? null;
      const truth = truthOf(step, facts);
      // As near as the bar can be dragged.
      const isExact = truth !== null && Math.abs(Number(guess) - truth) <= spec.step / 2 + ROUNDING;
      return isExact && say !== null ? say.replace(/^Close\./, "Right.") : say;
    }
    case "order": {
      const first = guess.split(",").findIndex((item, place) => Number(item) !== place);
      return first < 0 ? null : ORDER_REPLIES[name]?.[first] ?? null;
    }
    case "word":
      return facts.filled && wordReply(facts.filled, guess);
  }
}

function wordReply({ both, left }: Filled, word: string): string {
  if (isFirst(both, word)) return "So says the model that reads both sides.";
  if (isFirst(left, word)) {
    return "So says the model that sees only the left. “page”, on the right, tells more.";
  }
  return "Your word may fit as well: a model says only what stood in such places in what it has read.";
}

function isFirst({ rows }: Answer, word: string): boolean {
  const first = new TextDecoder().decode(Uint8Array.from(rows[0]!.bytes));
  return first.trim().toLowerCase() === word.trim().toLowerCase();
}
