/**
 * The other mean of a perplexity: over documents rather than tokens, as `evaluate`'s metric has it.
 *
 * @module
 */
import type { DocumentToken } from "@/lib/lm/loss/text/score_document.ts";

/** What a perplexity is a mean over. */
export const AVERAGES = ["token", "document"] as const;

/** One of {@linkcode AVERAGES}. */
export type Average = typeof AVERAGES[number];

/** A text's documents. */
export interface PerDocument {
  /** With a scored token. */
  readonly documents: number;
  /** Mean of the documents' perplexities; null for no document. */
  readonly perplexity: number | null;
}

/**
 * Means each document's perplexity by itself, so that a short one counts as much as a long one. Documents are what
 * empty lines separate; each token keeps the probability that it has in the whole text. What separates two documents
 * belongs to the one before, a token that reaches into the next to that one.
 */
export function perDocument(
  text: string,
  tokens: readonly Pick<DocumentToken, "bytes" | "score">[],
): PerDocument {
  const starts = startsOf(text);
  const sums = starts.map(() => ({ tokens: 0, nats: 0 }));
  let end = 0;
  let document = 0;
  for (const { bytes, score } of tokens) {
    end += bytes.length;
    while (document + 1 < starts.length && end > starts[document + 1]!) document++;
    if (score === null) continue;
    const sum = sums[document]!;
    sum.tokens++;
    sum.nats -= score.logProbability;
  }
  const scored = sums.filter(({ tokens }) => tokens > 0);
  const total = scored.reduce((sum, { tokens, nats }) => sum + Math.exp(nats / tokens), 0);
  return { documents: scored.length, perplexity: scored.length === 0 ? null : total / scored.length };
}

/** Where each document begins, in bytes of UTF-8. */
function startsOf(text: string): number[] {
  const encoder = new TextEncoder();
  const starts = [0];
  let bytes = 0;
  let at = 0;
  for (const { index, 0: separator } of text.matchAll(/\n[^\S\n]*\n\s*/g)) {
    const next = index + separator.length;
    if (next === text.length) break;
    bytes += encoder.encode(text.slice(at, next)).length;
    at = next;
    if (text.slice(0, index).trim() !== "") starts.push(bytes);
  }
  return starts;
}
