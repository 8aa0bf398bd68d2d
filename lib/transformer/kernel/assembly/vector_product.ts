/**
 * Rows of a matrix times one vector: what decoding a token is made of.
 *
 * @module
 */
import {
  CONSTANTS,
  firstBytes,
  firstEight,
  firstFour,
  highNibbles,
  lastBytes,
  lastEight,
  lastFour,
  lowNibbles,
} from "./blocks";
import { multiplyHalfRows } from "./halves";
import { dot, madd, sumLanes } from "./lanes";
import { DENSE, FOUR, HALF, Matrix, rowBytes } from "./matrix";

/**
 * `out[r] = matrix[r] · x` for rows `from` to `to`.
 *
 * @param x Whole units; in the order of `arrange` where the matrix has 4 bits.
 * @param sums Sums of the blocks of x, one a scale, with zeros up to the scales' stride.
 */
export function multiplyVector(matrix: Matrix, x: usize, sums: usize, out: usize, from: i32, to: i32): void {
  const bytes = rowBytes(matrix);
  let row = matrix.weights + <usize>from * bytes;
  const stride = <usize>matrix.scaleStride << 2;
  let scales = matrix.scales + <usize>from * stride, offsets = matrix.offsets + <usize>from * stride;
  out += <usize>from << 2;
  if (matrix.kind >= HALF) return multiplyHalfRows(matrix.kind, row, bytes, x, out, to - from);
  for (const end = out + (<usize>(to - from) << 2); out < end; out += 4) {
    if (matrix.kind === DENSE) store<f32>(out, dot(row, x, matrix.units << 5));
    else {
      const start = sumOffsets(offsets, sums, stride);
      let total: v128;
      if (matrix.kind === FOUR) {
        total = matrix.scalesPerUnit === 1
          ? fourBits(row, scales, x, matrix.units, start)
          : fourBitsOf16(row, scales, x, matrix.units, start);
      } else {
        total = matrix.scalesPerUnit === 1
          ? eightBits(row, scales, x, matrix.units, start)
          : eightBitsOf16(row, scales, x, matrix.units, start);
      }
      store<f32>(out, sumLanes(total));
    }
    row += bytes;
    scales += stride;
    offsets += stride;
  }
}

// @ts-ignore: decorator
@inline
function sumOffsets(offsets: usize, sums: usize, stride: usize): v128 {
  let total = f32x4.splat(0);
  for (let i: usize = 0; i < stride; i += 16) {
    total = madd(v128.load(offsets + i), v128.load(sums + i), total);
  }
  return total;
}

// @ts-ignore: decorator
@inline
function fourBits(row: usize, scales: usize, x: usize, units: i32, total: v128): v128 {
  const mask = v128.load(CONSTANTS), exponent = v128.load(CONSTANTS, 16), zero = v128.load(CONSTANTS, 32);
  for (const end = row + (<usize>units << 4); row < end; row += 16, scales += 4, x += 128) {
    const bytes = v128.load(row);
    const low = lowNibbles(bytes, mask);
    let eight = firstEight(low, exponent);
    let a = f32x4.mul(firstFour(eight, zero), v128.load(x));
    let b = f32x4.mul(lastFour(eight, zero), v128.load(x, 16));
    eight = lastEight(low, exponent);
    a = madd(firstFour(eight, zero), v128.load(x, 64), a);
    b = madd(lastFour(eight, zero), v128.load(x, 80), b);
    const high = highNibbles(bytes, mask);
    eight = firstEight(high, exponent);
    a = madd(firstFour(eight, zero), v128.load(x, 32), a);
    b = madd(lastFour(eight, zero), v128.load(x, 48), b);
    eight = lastEight(high, exponent);
    a = madd(firstFour(eight, zero), v128.load(x, 96), a);
    b = madd(lastFour(eight, zero), v128.load(x, 112), b);
    total = madd(v128.load32_splat(scales), f32x4.add(a, b), total);
  }
  return total;
}

function fourBitsOf16(row: usize, scales: usize, x: usize, units: i32, total: v128): v128 {
  const mask = v128.load(CONSTANTS), exponent = v128.load(CONSTANTS, 16), zero = v128.load(CONSTANTS, 32);
  for (const end = row + (<usize>units << 4); row < end; row += 16, scales += 8, x += 128) {
    const bytes = v128.load(row);
    const low = lowNibbles(bytes, mask), high = highNibbles(bytes, mask);
    let eight = firstEight(low, exponent);
    let sum = f32x4.mul(firstFour(eight, zero), v128.load(x));
    sum = madd(lastFour(eight, zero), v128.load(x, 16), sum);
    eight = firstEight(high, exponent);
    sum = madd(firstFour(eight, zero), v128.load(x, 32), sum);
    sum = madd(lastFour(eight, zero), v128.load(x, 48), sum);
    total = madd(v128.load32_splat(scales), sum, total);
    eight = lastEight(low, exponent);
    sum = f32x4.mul(firstFour(eight, zero), v128.load(x, 64));
    sum = madd(lastFour(eight, zero), v128.load(x, 80), sum);
    eight = lastEight(high, exponent);
    sum = madd(firstFour(eight, zero), v128.load(x, 96), sum);
    sum = madd(lastFour(eight, zero), v128.load(x, 112), sum);
    total = madd(v128.load32_splat(scales, 4), sum, total);
  }
  return total;
}

/** The product of 16 weights. */
// @ts-ignore: decorator
@inline
function sixteenBytes(row: usize, x: usize): v128 {
  let eight = v128.load8x8_u(row);
  let a = f32x4.mul(firstBytes(eight), v128.load(x));
  let b = f32x4.mul(lastBytes(eight), v128.load(x, 16));
  eight = v128.load8x8_u(row, 8);
  a = madd(firstBytes(eight), v128.load(x, 32), a);
  b = madd(lastBytes(eight), v128.load(x, 48), b);
  return f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline
function eightBits(row: usize, scales: usize, x: usize, units: i32, total: v128): v128 {
  for (const end = row + (<usize>units << 5); row < end; row += 32, scales += 4, x += 128) {
    const sum = f32x4.add(sixteenBytes(row, x), sixteenBytes(row + 16, x + 64));
    total = madd(v128.load32_splat(scales), sum, total);
  }
  return total;
}

function eightBitsOf16(row: usize, scales: usize, x: usize, units: i32, total: v128): v128 {
  for (const end = row + (<usize>units << 5); row < end; row += 16, scales += 4, x += 64) {
    total = madd(v128.load32_splat(scales), sixteenBytes(row, x), total);
  }
  return total;
}
