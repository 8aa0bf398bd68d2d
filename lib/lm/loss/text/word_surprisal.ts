/**
 * Surprisal by word, as studies of reading use it: words as white space splits them, each the sum of its tokens.
 *
 * @module
 */
import { natsToBits } from "@/lib/lm/loss/nats_to_bits.ts";
import type { DocumentToken } from "@/lib/lm/loss/text/score_document.ts";

/** A word of a scored text. */
export interface WordSurprisal {
  readonly word: string;
  /** From 1. */
  readonly position: number;
  /** Tokens of which it is made; the space before a word is part of its first. */
  readonly tokens: number;
  /** Null where one of its tokens is not scored. */
  readonly bits: number | null;
}

/** Where a word stands in the text's UTF-8: from the end of the one before it to its own end. */
interface Span {
  readonly word: string;
  readonly end: number;
}

/**
 * Sums surprisal by word. White space belongs to the word behind it; what follows the last word belongs to that one.
 * A token that reaches into several words counts for the first of them.
 *
 * @param most So many words from the beginning; default all.
 */
export function wordSurprisal(
  text: string,
  tokens: readonly DocumentToken[],
  most = Infinity,
): WordSurprisal[] {
  const spans = spansOf(text, most + 1);
  const sums = spans.map(() => ({ tokens: 0, nats: 0 as number | null }));
  let at = 0;
  let word = 0;
  for (const { bytes, score } of tokens) {
    while (word < spans.length - 1 && at >= spans[word]!.end) word++;
    if (word === most) break;
    const sum = sums[word];
    if (sum) {
      sum.tokens++;
      sum.nats = sum.nats === null || score === null ? null : sum.nats - score.logProbability;
    }
    at += bytes.length;
  }
  return spans.slice(0, most).map(({ word }, index) => {
    const { tokens, nats } = sums[index]!;
    return {
      word,
      position: index + 1,
      tokens,
      bits: nats === null || tokens === 0 ? null : natsToBits(nats),
    };
  });
}

function spansOf(text: string, most: number): Span[] {
  const spans: Span[] = [];
  let end = 0;
  let index = 0;
  for (const match of text.matchAll(/\S+/g)) {
    if (spans.length === most) break;
    const next = match.index + match[0].length;
    for (; index < next; index++) end += bytesOfUnit(text.charCodeAt(index));
    spans.push({ word: match[0], end });
  }
  return spans;
}

/** UTF-8 bytes of a UTF-16 unit: a surrogate pair has 4. */
function bytesOfUnit(unit: number): number {
  if (unit < 0x80) return 1;
  return unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
}
