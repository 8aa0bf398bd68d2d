import { logSumExp } from "@/lib/lm/distribution/softmax.ts";
import { keepOnly } from "@/lib/lm/sampler/top_k.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";

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
  // The nucleus is usually small: look at few tokens first, and sort all only where their mass falls short.
  for (let k = 64; k <= 512 && k < logits.length; k *= 8) {
    const ids = topTokens(logits, k);
    const count = countReaching(ids.map((id) => logits[id]!), normalizer, p);
    if (count !== null) return keepOnly(logits, ids.slice(0, count));
  }
  const sorted = Float64Array.from(logits).sort().reverse();
  const count = countReaching(sorted, normalizer, p) ?? sorted.length;
  return keepBest(logits, count, sorted[count - 1]!);
}

/** Keeps the `count` best tokens, of which the last has the score `lowest`. */
function keepBest(logits: ArrayLike<number>, count: number, lowest: number): Float64Array {
  const kept = new Float64Array(logits.length).fill(-Infinity);
  let equals = count;
  for (let id = 0; id < logits.length; id++) if (logits[id]! > lowest) equals--;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id]!;
    if (logit > lowest || (logit === lowest && equals-- > 0)) kept[id] = logit;
  }
  return kept;
}

/** How many scores, taken in order, reach the mass p; null where all of them fall short. */
function countReaching(scores: ArrayLike<number>, normalizer: number, p: number): number | null {
  let mass = 0;
  for (let index = 0; index < scores.length; index++) {
    mass += Math.exp(scores[index]! - normalizer);
    if (mass >= p - ROUNDING) return index + 1;
  }
  return null;
}
