/**
 * What is known of a row of logits without its probabilities one by one.
 *
 * @module
 */
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
 * otherwise. The figures are those of `rawDistribution`.
 *
 * @throws {RangeError} If there is no logit, one is NaN or +Infinity, or all are -Infinity.
 */
export function rowStatistics(logits: ArrayLike<number>): RowStatistics {
  const largest = largestLogit(logits);
  let sum = 0;
  let weighted = 0;
  for (let id = 0; id < logits.length; id++) {
    const distance = logits[id]! - largest;
    const exponential = Math.exp(distance);
    sum += exponential;
    // Skips 0 · -Infinity, which is not a number.
    if (exponential > 0) weighted += exponential * distance;
  }
  const logSum = Math.log(sum);
  return { logits, logNormalizer: largest + logSum, entropyNats: Math.max(0, logSum - weighted / sum) };
}
