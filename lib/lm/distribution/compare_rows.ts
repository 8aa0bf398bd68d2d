import { klDivergence } from "@/lib/lm/distribution/kl_divergence.ts";

/** How far two distributions over the same tokens are apart, in nats. */
export interface RowDifference {
  /** D(p‖q): the first from the second. */
  readonly klNats: number;
  /** D(q‖p). */
  readonly klReverseNats: number;
  /** Jensen-Shannon divergence, 0 to ln 2. */
  readonly jsNats: number;
}

/**
 * Compares two distributions over the whole vocabulary.
 *
 * @throws {TypeError} If their lengths differ.
 */
export function compareRows(p: ArrayLike<number>, q: ArrayLike<number>): RowDifference {
  const middle = Float64Array.from(p, (value, id) => (value + q[id]!) / 2);
  return {
    klNats: klDivergence(p, q),
    klReverseNats: klDivergence(q, p),
    jsNats: (klDivergence(p, middle) + klDivergence(q, middle)) / 2,
  };
}
