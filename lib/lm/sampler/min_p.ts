import { largestLogit } from "@/lib/lm/distribution/softmax.ts";

/** Rounding of a logit: a token exactly `minP` times as likely as the likeliest stays. */
const ROUNDING = 1e-12;

/**
 * The min-p stage: keeps tokens at least `minP` times as likely as the likeliest, which in logits is
 * z_i >= max z + ln(minP).
 *
 * @param minP From 0 to 1 (0 switches the stage off and is not run), checked by `checkSampler`.
 * @returns New logits, -Infinity where a token is dropped.
 */
export function keepMinP(logits: ArrayLike<number>, minP: number): Float64Array {
  const threshold = largestLogit(logits) + Math.log(minP) - ROUNDING;
  const kept = new Float64Array(logits.length);
  for (let id = 0; id < logits.length; id++) kept[id] = logits[id]! >= threshold ? logits[id]! : -Infinity;
  return kept;
}
