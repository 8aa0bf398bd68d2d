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
 */
export function wordSurprisal(text: string, tokens: readonly DocumentToken[]): WordSurprisal[] {
  const spans = spansOf(text);
  const sums = spans.map(() => ({ tokens: 0, nats: 0 as number | null }));
  let at = 0;
  let word = 0;
  for (const { bytes, score } of tokens) {
    while (word < spans.length - 1 && at >= spans[word]!.end) word++;
    const sum = sums[word];
    if (sum) {
      sum.tokens++;
      sum.nats = sum.nats === null || score === null ? null : sum.nats - score.logProbability;
    }
    at += bytes.length;
  }
  return spans.map(({ word }, index) => {
    const { tokens, nats } = sums[index]!;
    return {
      word,
      position: index + 1,
      tokens,
      bits: nats === null || tokens === 0 ? null : natsToBits(nats),
    };
  });
}

function spansOf(text: string): Span[] {
  const encoder = new TextEncoder();
  let end = 0;
  let index = 0;
  return [...text.matchAll(/\S+/g)].map((match) => {
    const next = match.index + match[0].length;
    end += encoder.encode(text.slice(index, next)).length;
    index = next;
    return { word: match[0], end };
  });
}
