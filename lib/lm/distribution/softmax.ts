/**
 * From logits to probabilities: softmax and its logarithm, computed so that nothing overflows.
 *
 * @module
 */

/**
 * The largest logit: what softmax subtracts first, so that no exponential is above 1.
 *
 * @throws {RangeError} If there is no logit, one is NaN or +Infinity, or all are -Infinity.
 */
export function largestLogit(logits: ArrayLike<number>): number {
  if (logits.length === 0) throw new RangeError("Cannot compute softmax of no logits: give at least one");
  let largest = -Infinity;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id]!;
    if (logit > largest) largest = logit;
    else if (Number.isNaN(logit)) {
      throw new RangeError(`Cannot compute softmax: logit ${id} is not a number: give finite logits`);
    }
  }
  if (Number.isFinite(largest)) return largest;
  throw new RangeError(
    `Cannot compute softmax: the largest logit is ${largest}: give at least one finite logit and no Infinity`,
  );
}

/**
 * The probability of each token: p_i = exp(z_i - max z) / Σ_j exp(z_j - max z).
 *
 * A logit of -Infinity has probability 0.
 *
 * @param logits One natural-log score per token, unnormalized.
 * @throws {RangeError} If there is no logit, one is NaN or +Infinity, or all are -Infinity.
 */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const largest = largestLogit(logits);
  const probabilities = new Float64Array(logits.length);
  let sum = 0;
  for (let id = 0; id < logits.length; id++) {
    const exponential = Math.exp(logits[id]! - largest);
    probabilities[id] = exponential;
    sum += exponential;
  }
  for (let id = 0; id < probabilities.length; id++) probabilities[id]! /= sum;
  return probabilities;
}

/**
 * log Σ_i exp(z_i): what turns a logit into a log-probability by subtraction.
 *
 * @throws {RangeError} If there is no logit, one is NaN or +Infinity, or all are -Infinity.
 */
export function logSumExp(logits: ArrayLike<number>): number {
  const largest = largestLogit(logits);
  let sum = 0;
  for (let id = 0; id < logits.length; id++) sum += Math.exp(logits[id]! - largest);
  return largest + Math.log(sum);
}

/**
 * The natural logarithm of each token's probability, exact also where the probability itself underflows.
 *
 * @throws {RangeError} If there is no logit, one is NaN or +Infinity, or all are -Infinity.
 */
export function logSoftmax(logits: ArrayLike<number>): Float64Array {
  const normalizer = logSumExp(logits);
  const logProbabilities = new Float64Array(logits.length);
  for (let id = 0; id < logits.length; id++) logProbabilities[id] = logits[id]! - normalizer;
  return logProbabilities;
}
