/**
 * What a scored text comes to: the same sum of surprisal, spread over tokens, words, bytes and characters.
 *
 * @module
 */
import { splitWords } from "@/lib/lm/white_space.ts";
import { natsToBits } from "@/lib/lm/loss/nats_to_bits.ts";
import type { DocumentToken } from "@/lib/lm/loss/text/score_document.ts";

/** Sizes of a text. */
interface TextSize {
  /** UTF-8. */
  readonly bytes: number;
  /** Code points. */
  readonly characters: number;
  /** As white space separates them. */
  readonly words: number;
}

/** The figures of a scored text; null where there is nothing to divide by. */
export interface TextTotals extends TextSize {
  readonly tokens: number;
  readonly tokensScored: number;
  readonly totalNats: number;
  readonly totalBits: number;
  readonly meanNllNats: number | null;
  /** exp of the mean; Infinity where a scored token is impossible. */
  readonly perplexity: number | null;
  /** Per byte, word and character of the whole text, scored or not. */
  readonly bitsPerByte: number | null;
  readonly bitsPerWord: number | null;
  readonly bitsPerCharacter: number | null;
}

/** Measures a text. */
export function textSize(text: string): TextSize {
  const characters = codePoints(text);
  return { bytes: new TextEncoder().encode(text).length, characters, words: splitWords(text).length };
}

/** As many as `[...text]` has, without a string for each. */
function codePoints(text: string): number {
  let count = text.length;
  for (let at = 1; at < text.length; at++) {
    const isPair = (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
    if (isPair) count--;
  }
  return count;
}

/** Adds up a scored text. */
export function textTotals(text: string, tokens: readonly Pick<DocumentToken, "score">[]): TextTotals {
  const size = textSize(text);
  let tokensScored = 0;
  let totalNats = 0;
  for (const { score } of tokens) {
    if (score === null) continue;
    tokensScored++;
    totalNats -= score.logProbability;
  }
  const totalBits = natsToBits(totalNats);
  const meanNllNats = tokensScored === 0 ? null : totalNats / tokensScored;
  const per = (units: number) => tokensScored === 0 || units === 0 ? null : totalBits / units;
  return {
    ...size,
    tokens: tokens.length,
    tokensScored,
    totalNats,
    totalBits,
    meanNllNats,
    perplexity: meanNllNats === null ? null : Math.exp(meanNllNats),
    bitsPerByte: per(size.bytes),
    bitsPerWord: per(size.words),
    bitsPerCharacter: per(size.characters),
  };
}
