/**
 * Weights in 16 bits become floats as they are read. A bfloat16 is the upper half of a float; the exponent of an IEEE
 * half stands for 2^112 times less where a float's is, so that one product makes it right, subnormal numbers too.
 * Infinity and NaN are not read so: the loader of a matrix has looked for them.
 *
 * @module
 */
import { CONSTANTS, firstFour, HALF_CONSTANTS, lastFour } from "./blocks";
import { madd, sumLanes } from "./lanes";
import { BRAIN } from "./matrix";

/** Four halves, each in the upper half of a lane, as floats. */
// @ts-ignore: decorator
@inline
function floatsOf(halves: v128, mask: v128, power: v128): v128 {
  return f32x4.mul(v128.and(i32x4.shr_s(halves, 3), mask), power);
}

/** `out[r] = row[r] · x` for `rows` rows of `bytes` each. */
export function multiplyHalfRows(kind: i32, row: usize, bytes: usize, x: usize, out: usize, rows: i32): void {
  for (const end = out + (<usize>rows << 2); out < end; out += 4, row += bytes) {
    store<f32>(out, kind === BRAIN ? dotBrains(row, row + bytes, x) : dotHalves(row, row + bytes, x));
  }
}

/** The product of a row of bfloat16, from `row` to `end`, with a vector of floats. */
function dotBrains(row: usize, end: usize, x: usize): f32 {
  const zero = v128.load(CONSTANTS, 32);
  let a = f32x4.splat(0), b = a;
  for (; row < end; row += 16, x += 32) {
    const eight = v128.load(row);
    a = madd(firstFour(eight, zero), v128.load(x), a);
    b = madd(lastFour(eight, zero), v128.load(x, 16), b);
  }
  return sumLanes(f32x4.add(a, b));
}

/** The product of a row of IEEE halves, from `row` to `end`, with a vector of floats. */
function dotHalves(row: usize, end: usize, x: usize): f32 {
  const zero = v128.load(CONSTANTS, 32), mask = v128.load(HALF_CONSTANTS), power = v128.load(HALF_CONSTANTS, 16);
  let a = f32x4.splat(0), b = a;
  for (; row < end; row += 16, x += 32) {
    const eight = v128.load(row);
    a = madd(floatsOf(firstFour(eight, zero), mask, power), v128.load(x), a);
    b = madd(floatsOf(lastFour(eight, zero), mask, power), v128.load(x, 16), b);
  }
  return sumLanes(f32x4.add(a, b));
}

/** Writes a row of bfloat16 as floats. */
export function unpackBrains(row: usize, end: usize, to: usize): void {
  const zero = v128.load(CONSTANTS, 32);
  for (; row < end; row += 16, to += 32) {
    const eight = v128.load(row);
    v128.store(to, firstFour(eight, zero));
    v128.store(to, lastFour(eight, zero), 16);
  }
}

/** Writes a row of IEEE halves as floats. */
export function unpackHalves(row: usize, end: usize, to: usize): void {
  const zero = v128.load(CONSTANTS, 32), mask = v128.load(HALF_CONSTANTS), power = v128.load(HALF_CONSTANTS, 16);
  for (; row < end; row += 16, to += 32) {
    const eight = v128.load(row);
    v128.store(to, floatsOf(firstFour(eight, zero), mask, power));
    v128.store(to, floatsOf(lastFour(eight, zero), mask, power), 16);
  }
}
