/**
 * Kullback-Leibler divergence, D(p‖q) = Σ p_i ln(p_i / q_i), in nats: how many nats a token costs more, on
 * average, when p is true and q is believed. 0 only for equal distributions; Infinity where q rules out what p allows.
 *
 * @param p The distribution the tokens come from.
 * @param q The distribution they are coded with, over the same tokens.
 * @throws {TypeError} If the lengths differ.
 */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  if (p.length !== q.length) {
    throw new TypeError(
      `Cannot compare distributions over ${p.length} and ${q.length} tokens: give equal lengths`,
    );
  }
  let nats = 0;
  for (let id = 0; id < p.length; id++) {
    // Two logarithms rather than one of a ratio, which overflows where q is tiny.
    if (p[id]! > 0) nats += p[id]! * (Math.log(p[id]!) - Math.log(q[id]!));
  }
  return Math.max(0, nats);
}
