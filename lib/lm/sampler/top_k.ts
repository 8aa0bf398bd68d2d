import type { TokenId } from "@/lib/lm/language_model.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";

/** Drops every token but those named: their logits become -Infinity. */
export function keepOnly(logits: ArrayLike<number>, ids: readonly TokenId[]): Float64Array {
  const kept = new Float64Array(logits.length).fill(-Infinity);
  for (const id of ids) kept[id] = logits[id]!;
  return kept;
}

/**
 * The top-k stage: keeps the k likeliest tokens; of equals at the border the lower ids.
 *
 * @param k A whole number from 1 up (0 switches the stage off and is not run), checked by `checkSampler`.
 * @returns New logits, -Infinity where a token is dropped.
 */
export function keepTopK(logits: ArrayLike<number>, k: number): Float64Array {
  return k >= logits.length ? Float64Array.from(logits) : keepOnly(logits, topTokens(logits, k));
}
