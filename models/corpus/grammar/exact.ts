/**
 * The exact distribution of the next word after any text the grammar can generate: all derivations that agree
 * with the text are kept with their chances, so hidden choices are marginalized over, not guessed.
 *
 * @module
 */
import { type Branch, branches, type Derivation, start } from "./derivation.ts";
import type { Node } from "./node.ts";

/** A derivation that agrees with the text so far; `ahead` is what it has already spelled beyond it. */
interface Hypothesis {
  readonly chance: number;
  readonly ahead: string;
  readonly ended: boolean;
  readonly derivation: Derivation;
}

/** All derivations that agree with a text, with the text's probability. */
export interface Belief {
  readonly hypotheses: readonly Hypothesis[];
  /** Probability that a document begins with the text. */
  readonly probability: number;
}

/** The mark for the end of a document in a distribution of next words. */
export const END = "</s>";

/**
 * One word as the tokenizer's first split sees it: letters, digits or one other character, each with the space
 * before it; line breaks and runs of spaces by themselves.
 */
export const WORD = / ?[A-Za-z]+| ?[0-9]+| ?[^\sA-Za-z0-9]|\n| +/y;

/** The belief before the first word. */
export function begin(root: Node): Belief {
  return { hypotheses: [{ chance: 1, ahead: "", ended: false, derivation: start(root) }], probability: 1 };
}

/** The belief after more text. A text that the grammar cannot generate leaves no hypothesis and probability 0. */
export function observe(belief: Belief, text: string): Belief {
  const hypotheses: Hypothesis[] = [];
  for (const hypothesis of belief.hypotheses) follow(hypothesis, text, hypotheses);
  return { hypotheses, probability: hypotheses.reduce((sum, { chance }) => sum + chance, 0) };
}

/** Exact probabilities of the next word; {@linkcode END} is the end of the document. They sum to 1. */
export function nextWords(belief: Belief, before = ""): Map<string, number> {
  const words = new Map<string, number>();
  for (const hypothesis of belief.hypotheses) spellWord(hypothesis, "", words);
  const whole = new Map([...words].filter(([word]) => !extendsWord(before, word)));
  const total = [...whole.values()].reduce((sum, chance) => sum + chance, 0);
  for (const [word, chance] of whole) whole.set(word, chance / total);
  return whole;
}

/** The exact distribution after a text, in one call. */
export function distributionAfter(root: Node, text: string): Map<string, number> {
  return nextWords(observe(begin(root), text), text);
}

function follow(hypothesis: Hypothesis, text: string, into: Hypothesis[]): void {
  const { ahead } = hypothesis;
  const shared = Math.min(ahead.length, text.length);
  if (ahead.slice(0, shared) !== text.slice(0, shared) || hypothesis.ended) return;
  if (ahead.length >= text.length) {
    into.push({ ...hypothesis, ahead: ahead.slice(text.length) });
    return;
  }
  const rest = text.slice(shared);
  for (const branch of branches(hypothesis.derivation)) {
    if (branch.text !== null) follow(extend(hypothesis, branch, branch.text), rest, into);
  }
}

function extend(hypothesis: Hypothesis, branch: Branch, ahead: string): Hypothesis {
  return {
    chance: hypothesis.chance * branch.chance,
    ahead,
    ended: branch.text === null,
    derivation: branch.derivation,
  };
}

function spellWord(hypothesis: Hypothesis, read: string, words: Map<string, number>): void {
  const text = read + hypothesis.ahead;
  const word = firstWord(text);
  if (word !== null || hypothesis.ended) {
    const spelled = word ?? (text === "" ? END : text);
    words.set(spelled, (words.get(spelled) ?? 0) + hypothesis.chance);
    return;
  }
  for (const branch of branches(hypothesis.derivation)) {
    spellWord(extend(hypothesis, branch, branch.text ?? ""), text, words);
  }
}

/** The first word of a text, or null while more text could still make it longer. */
function firstWord(text: string): string | null {
  WORD.lastIndex = 0;
  const word = WORD.exec(text)?.[0];
  return word !== undefined && word.length < text.length ? word : null;
}

function extendsWord(before: string, word: string): boolean {
  const last = before.at(-1) ?? "";
  const first = word[0] ?? "";
  return word !== END &&
    (/[A-Za-z]/.test(last) && /[A-Za-z]/.test(first) || /[0-9]/.test(last) && /[0-9]/.test(first));
}
