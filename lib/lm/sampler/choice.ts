/**
 * Drawing a token: the semantics of NumPy's `Generator.choice(n, p=probabilities)`.
 *
 * @module
 */
import { defaultRng } from "@/lib/lm/sampler/pcg64.ts";

/**
 * The cumulative distribution, with a last entry of exactly 1.
 *
 * @throws {RangeError} If a probability is negative or not finite, or their sum is 0.
 */
function cumulative(probabilities: ArrayLike<number>): Float64Array {
  const sum = sumOf(probabilities);
  const sums = new Float64Array(probabilities.length);
  let reached = 0;
  for (let index = 0; index < sums.length; index++) {
    reached += probabilities[index]!;
    sums[index] = reached / sum;
  }
  return sums;
}

/**
 * The sum of the probabilities, in their order.
 *
 * @throws {RangeError} If a probability is negative or not finite, or their sum is 0.
 */
function sumOf(probabilities: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < probabilities.length; index++) {
    const probability = probabilities[index]!;
    if (!(probability >= 0 && probability < Infinity)) {
      throw new RangeError(`Cannot draw: probability ${index} is ${probability}: give numbers from 0 up`);
    }
    sum += probability;
  }
  if (sum === 0) {
    throw new RangeError("Cannot draw from probabilities that sum to 0: give at least one above 0");
  }
  return sum;
}

/** `numpy.searchsorted(sums, u, side="right")`: the first index whose sum is above u. */
function searchSortedRight(sums: Float64Array, u: number): number {
  let low = 0;
  let high = sums.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sums[middle]! <= u) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The index that a uniform number u picks: the first whose cumulative probability is above u.
 *
 * @param probabilities Numbers from 0 up; they are divided by their sum.
 * @param u A number of [0, 1).
 * @throws {RangeError} If u is outside [0, 1), a probability is negative or not finite, or all are 0.
 */
export function choice(probabilities: ArrayLike<number>, u: number): number {
  if (!(u >= 0 && u < 1)) {
    throw new RangeError(`Cannot draw with ${u}: use a number from 0 up to, not including, 1`);
  }
  const sum = sumOf(probabilities);
  let index = 0;
  for (let reached = probabilities[0]!; reached / sum <= u; reached += probabilities[index]!) index++;
  return index;
}

/**
 * NumPy's `default_rng(seed).choice(len(probabilities), size=n, p=probabilities)`.
 *
 * @returns n indices, in the order drawn.
 * @throws {RangeError} If the seed or n is negative or no whole number, or the probabilities cannot be drawn from.
 */
export function drawMany(probabilities: ArrayLike<number>, seed: number | bigint, n: number): Uint32Array {
  if (!Number.isSafeInteger(n) || n < 0) {
    throw new RangeError(`Cannot draw ${n} times: use a whole number from 0 up`);
  }
  const random = defaultRng(seed);
  const sums = cumulative(probabilities);
  return new Uint32Array(n).map(() => searchSortedRight(sums, random.random()));
}

/** How often each index came up in {@linkcode drawMany}: what "Draw 1,000" shows beside the probabilities. */
export function drawCounts(probabilities: ArrayLike<number>, seed: number | bigint, n: number): Uint32Array {
  const counts = new Uint32Array(probabilities.length);
  for (const index of drawMany(probabilities, seed, n)) counts[index]!++;
  return counts;
}
