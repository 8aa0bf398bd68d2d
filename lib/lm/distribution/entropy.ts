/**
 * How undecided a distribution is.
 *
 * @module
 */

/**
 * Shannon entropy, H = -Σ p_i ln p_i, in nats: the mean surprisal of a draw. A probability of 0 adds nothing.
 *
 * @param probabilities A distribution; they are taken as they are, not normalized.
 * @throws {RangeError} If a probability is negative or not a number.
 */
export function entropy(probabilities: ArrayLike<number>): number {
  let nats = 0;
  for (let id = 0; id < probabilities.length; id++) {
    const probability = probabilities[id]!;
    if (probability > 0) nats -= probability * Math.log(probability);
    else if (probability !== 0) {
      throw new RangeError(
        `Cannot compute entropy: probability ${id} is ${probability}: give numbers from 0 to 1`,
      );
    }
  }
  // A certain outcome gives -1 · ln 1 = -0, and rounding can leave a sum a hair below zero.
  return Math.max(0, nats);
}

/** exp(H): how many equally likely tokens would be as undecided as this distribution. */
export function effectiveChoices(entropyNats: number): number {
  return Math.exp(entropyNats);
}
