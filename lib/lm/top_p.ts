import type { TokenId } from "@/lib/lm/language_model.ts";
import { logSumExp } from "@/lib/lm/softmax.ts";
import { keepOnly } from "@/lib/lm/top_k.ts";
import { topTokens } from "@/lib/lm/top_tokens.ts";

/** Rounding of a sum of probabilities: 0.5 + 0.3 may be 0.7999999999999999 and still reaches 0.8. */
const ROUNDING = 1e-12;

/**
 * The top-p stage (nucleus sampling): keeps the fewest likeliest tokens whose mass reaches p, the token that
 * crosses included; of equals at the border the lower ids. At least one token stays.
 *
 * @param p From 0 to 1 (1 switches the stage off and is not run), checked by `checkSampler`.
 * @returns New logits, -Infinity where a token is dropped.
 */
export function keepTopP(logits: ArrayLike<number>, p: number): Float64Array {
  const normalizer = logSumExp(logits);
  // The nucleus is usually small: look at few tokens first, at more only where their mass falls short.
  for (let k = 64; k < logits.length; k *= 8) {
    const ids = topTokens(logits, k);
    const count = countReaching(logits, ids, normalizer, p);
    if (count !== null) return keepOnly(logits, ids.slice(0, count));
  }
  const all = topTokens(logits, logits.length);
  return keepOnly(logits, all.slice(0, countReaching(logits, all, normalizer, p) ?? all.length));
}

/** How many of `ids`, taken in order, reach the mass p; null where all of them fall short. */
function countReaching(
  logits: ArrayLike<number>,
  ids: readonly TokenId[],
  normalizer: number,
  p: number,
): number | null {
  let mass = 0;
  for (let count = 0; count < ids.length; count++) {
    mass += Math.exp(logits[ids[count]!]! - normalizer);
    if (mass >= p - ROUNDING) return count + 1;
  }
  return null;
}
