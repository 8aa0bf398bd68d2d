/**
 * What is known of a row of logits without its probabilities one by one.
 *
 * @module
 */
import { exponential } from "@/lib/lm/distribution/exponential.ts";
import { largestLogit } from "@/lib/lm/distribution/softmax.ts";

/** A row of logits with what every token's log-probability is made of. */
export interface RowStatistics {
  readonly logits: ArrayLike<number>;
  /** log Σ exp(logit): a token's log-probability is its logit less this. */
  readonly logNormalizer: number;
  /** In nats. */
  readonly entropyNats: number;
}

/**
 * Normalizer and entropy in one pass that stores nothing: what the decode loop needs of a row that it samples from
 * otherwise. The figures are those of `rawDistribution` to the last digits of float64.
 *
 * @throws {RangeError} If there is no logit, one is NaN or +Infinity, or all are -Infinity.
 */
export function rowStatistics(logits: ArrayLike<number>): RowStatistics {
  const largest = largestLogit(logits);
  let sum = 0;
  let weighted = 0;
  for (let id = 0; id < logits.length; id++) {
    const distance = logits[id]! - largest;
    const weight = exponential(distance);
    sum += weight;
    // Skips 0 · -Infinity, which is not a number.
    if (weight > 0) weighted += weight * distance;
  }
  const logSum = Math.log(sum);
  return { logits, logNormalizer: largest + logSum, entropyNats: Math.max(0, logSum - weighted / sum) };
}
