/**
 * The shapes of the course.
 *
 * @module
 */
import type { AimName } from "@/lib/learn/aims.ts";
import type { Answer } from "@/lib/learn/course/answer_text.ts";
import type { ReferenceName } from "@/lib/learn/course/references.ts";
import type { ScoredText } from "@/lib/lm/loss/score_text.ts";

/** A length that is dragged to where one thinks it will be. */
export interface BarGuess {
  readonly kind: "bar";
  /** What the bar stands for, read aloud. */
  readonly label: string;
  /** Its full length, in the unit; a probability's is 1. */
  readonly max: number;
  readonly min?: number;
  /** How far a key moves it. */
  readonly step: number;
  /** Where it stands before it is touched. */
  readonly start: number;
  readonly unit: "percent" | "GiB" | "choices" | "times" | "passes" | "tokens" | "pairs";
}

/** A word that is typed. */
export interface WordGuess {
  readonly kind: "word";
  readonly label: string;
}

/** Things that are put in order. */
export interface OrderGuess {
  readonly kind: "order";
  /** In their true order. */
  readonly items: readonly string[];
  /** Indices of the items in the order they are shown. */
  readonly shown: readonly number[];
}

/** The figures that a step is made of. */
export type FigureName =
  | "words"
  | "chain"
  | "counts"
  | "temperature"
  | "loop"
  | "sampling"
  | "neural"
  | "forcing"
  | "loss"
  | "masked"
  | "structure"
  | "window"
  | "cache";

/** A step of the course. */
export interface Step {
  /** The end of its address. */
  readonly name: string;
  /** One or two words. */
  readonly title: string;
  readonly aims: readonly AimName[];
  readonly sentences: readonly [string, string, string];
  readonly question: string;
  /** How to guess. */
  readonly hint: string;
  readonly guess: BarGuess | WordGuess | OrderGuess;
  readonly figure: FigureName;
  /** Texts that a model answers in it, the first one first. */
  readonly texts: readonly string[];
  /** What the reveal says, sentence by sentence. */
  readonly after: readonly string[];
  /** What to try with the instrument. */
  readonly act: string;
  /** The whole instrument. */
  readonly open: { readonly label: string; readonly href: string };
  readonly references: readonly ReferenceName[];
}

/** A gap as two models fill it. */
export interface Filled {
  readonly before: string;
  readonly after: string;
  /** From both sides, and from the left alone. */
  readonly both: Answer;
  readonly left: Answer;
}

/** Subtractions that were kept out of a model's training text. */
interface HeldOutPairs {
  readonly pairs: number;
  readonly model: number;
  readonly trigram: number;
}

/** What the server computed for a step. JSON only. */
export interface StepFacts {
  /** For each of the step's texts. */
  readonly answers: readonly Answer[];
  readonly scored: ScoredText | null;
  readonly filled: Filled | null;
  readonly pairs: HeldOutPairs | null;
}

/** A step of which nothing had to be computed. */
export const NO_FACTS: StepFacts = { answers: [], scored: null, filled: null, pairs: null };
