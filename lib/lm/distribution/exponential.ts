/**
 * e^x for x up to 0, as softmax asks for it tens of thousands of times a row: a table of powers of two and a short
 * polynomial instead of a call into the engine's library.
 *
 * @module
 */

/** Steps between two powers of two. */
const STEPS = 64;
const STEPS_PER_NAT = STEPS / Math.LN2;
/** ln 2 / 64, its upper bits and the rest: a product of the first with a whole number is exact. */
const STEP_HIGH = 0.010830424695996044;
const STEP_LOW = 2.5310172166650877e-13;
/** Where a result would lose bits. */
const LEAST = -700;

const ROOTS = Float64Array.from({ length: STEPS }, (_, step) => 2 ** (step / STEPS));
const HALVES = Float64Array.from({ length: 1024 }, (_, power) => 2 ** -power);

/** e^x to 4e-16 of itself; whatever is not between -700 and 0 is left to `Math.exp`. */
export function exponential(x: number): number {
  if (!(x > LEAST && x <= 0)) return Math.exp(x);
  // x is not above 0: cut off, this is the nearest step.
  const step = (x * STEPS_PER_NAT - 0.5) | 0;
  const rest = (x - step * STEP_HIGH) - step * STEP_LOW;
  const series = rest + rest * rest * (1 / 2 + rest * (1 / 6 + rest * (1 / 24 + rest * (1 / 120))));
  const root = ROOTS[step & (STEPS - 1)]!;
  return (root + root * series) * HALVES[-(step >> 6)]!;
}
