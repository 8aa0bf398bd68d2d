import { entropy } from "@/lib/lm/distribution/entropy.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";

/** Rounding of a sum of probabilities: 0.5 + 0.3 may be 0.7999999999999999 and still reaches 0.8. */
const ROUNDING = 1e-12;

/**
 * The typical-p stage (locally typical sampling, Meister et al. 2022, arXiv:2202.00666): tokens are taken in the order
 * of |-ln p_i - H|, how far their surprisal is from the entropy H, until their mass reaches `mass`; the token that
 * crosses is kept, and so are those exactly as far from H as it is (as Hugging Face's `TypicalLogitsWarper`).
 *
 * @param mass From 0 to 1 (1 switches the stage off and is not run), checked by `checkSampler`.
 * @returns New logits, -Infinity where a token is dropped.
 */
export function keepTypical(logits: ArrayLike<number>, mass: number): Float64Array {
  const probabilities = softmax(logits);
  const entropyNats = entropy(probabilities);
  const distances = probabilities.map((probability) => Math.abs(-Math.log(probability) - entropyNats));
  const border = borderOf(distances, probabilities, mass);
  return Float64Array.from(logits, (logit, id) => distances[id]! <= border ? logit : -Infinity);
}

/** Distance of the token with which the mass is reached. */
function borderOf(distances: Float64Array, probabilities: Float64Array, mass: number): number {
  const order = Uint32Array.from(distances.keys()).sort((a, b) => distances[a]! - distances[b]! || a - b);
  let reached = 0;
  for (const id of order) {
    reached += probabilities[id]!;
    if (reached >= mass - ROUNDING) return distances[id]!;
  }
  return distances[order.at(-1)!]!;
}
