/**
 * The shapes of the mastery check.
 *
 * @module
 */
import type { AimName } from "@/lib/learn/aims.ts";
import type { Pcg64 } from "@/lib/lm/sampler/pcg64.ts";

/** An answer that can be chosen, with what is to be said of it. */
export interface Statement {
  readonly text: string;
  /** Why it is right, or which confusion it is. */
  readonly why: string;
}

/** An instrument in the state that a question is about. */
export interface OpenLink {
  readonly label: string;
  readonly href: string;
}

/** A question before its choices are drawn and put in order. */
export interface QuestionDraft {
  readonly prompt: string;
  /** Lines of data that the question is about. */
  readonly given?: readonly string[];
  readonly right: Statement;
  /** Real confusions, three or more; those that come out equal to another are left out. */
  readonly wrong: readonly Statement[];
  readonly open: OpenLink;
}

/** A kind of question. Its draft depends on nothing but the draws. */
export interface QuestionType {
  readonly name: string;
  readonly aim: AimName;
  readonly draft: (random: Pcg64) => QuestionDraft;
}

/** A question as it is asked. */
export interface Question {
  readonly type: string;
  readonly aim: AimName;
  readonly prompt: string;
  readonly given: readonly string[];
  /** Four, no two with the same text. */
  readonly choices: readonly Statement[];
  /** Index of the right one. */
  readonly answer: number;
  readonly open: OpenLink;
}
