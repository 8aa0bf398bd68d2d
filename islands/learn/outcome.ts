import { guessedNumber, guessedOrder } from "./figure_props.ts";
import { formatGuess } from "./format_guess.ts";
import { truthOf } from "@/lib/learn/course/figure_truths.ts";
import type { Step, StepFacts } from "@/lib/learn/course/step.ts";

/** One sentence: what was guessed, and what it is. */
export function outcomeOf(step: Step, facts: StepFacts, guess: string): string {
  const { guess: spec } = step;
  switch (spec.kind) {
    case "bar": {
      const truth = truthOf(step, facts);
      const value = guessedNumber(guess);
      const it = truth === null ? "see below" : formatGuess(truth, spec.unit, true);
      return value === null ? `It is ${it}.` : `You said ${formatGuess(value, spec.unit)}. It is ${it}.`;
    }
    case "word":
      return guess === ""
        ? "Here is what the two models expect."
        : `You said “${guess}”. The two models do not agree.`;
    case "order": {
      const placed = guessedOrder(guess).filter((item, place) => item === place).length;
      const all = spec.items.length;
      if (guess === "") return "This is the order.";
      return placed === all
        ? "That is the order."
        : `${placed} of ${all} stand in their place. This is the order.`;
    }
  }
}

/** Whether a guess is complete enough to be shown the answer. */
export function isComplete({ guess: spec }: Step, guess: string): boolean {
  if (spec.kind === "order") return guessedOrder(guess).length === spec.items.length;
  return guess.trim() !== "";
}
