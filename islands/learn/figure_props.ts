import type { ModelSources } from "@/lib/labs/score/protocol.ts";
import type { Step, StepFacts } from "@/lib/learn/course/step.ts";

/** Where the course's models are. */
export interface LearnSources extends ModelSources {
  /** The hub, or a mirror of it. */
  readonly modelHost: string;
}

/** What the figure of a step is given. */
export interface FigureProps {
  readonly step: Step;
  readonly facts: StepFacts;
  /** The guess as text: a number, a word, or places joined by commas; empty where none was made. */
  readonly guess: string;
  /** Whether the answer is shown. */
  readonly revealed: boolean;
  readonly onGuess: (guess: string) => void;
  readonly sources: LearnSources;
}

/** The guess of a bar as a number; null where there is none. */
export function guessedNumber(guess: string): number | null {
  return guess === "" || Number.isNaN(Number(guess)) ? null : Number(guess);
}

/** The guess of an order as indices. */
export function guessedOrder(guess: string): number[] {
  return guess === "" ? [] : guess.split(",").map(Number);
}
