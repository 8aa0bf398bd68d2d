/**
 * Weights in low-bit blocks become floats. Everywhere a row is a sequence of units of 32 weights.
 *
 * A nibble becomes a float without a conversion: in bits 19 to 22 under the exponent of 0.5 it reads 0.5 + q / 32.
 * The lanes are made by interleaves, each one instruction on x86 and Arm. So a matrix keeps `32 · scale` and
 * `offset - 16 · scale` of its blocks. The weights of a unit come out in the order of {@linkcode arrange}.
 *
 * @module
 */
import { madd } from "./lanes";

/** Where the constants of the nibbles are: V8 makes a literal anew at each use, but keeps what was loaded. */
export const CONSTANTS: usize = 64;
/** Where those of 16-bit floats are. */
export const HALF_CONSTANTS: usize = 192;

export function writeConstants(): void {
  v128.store(CONSTANTS, i8x16.splat(0x78));
  v128.store(CONSTANTS, i8x16.splat(0x3f), 16);
  v128.store(CONSTANTS, i8x16.splat(0), 32);
  // The sign, the exponent and the fraction of a half, three bits further right; and 2^112.
  v128.store(HALF_CONSTANTS, i32x4.splat(<i32>0x8fffe000));
  v128.store(HALF_CONSTANTS, i32x4.splat(0x77800000), 16);
}

/** The low nibbles of 16 bytes, where a mantissa begins. */
// @ts-ignore: decorator
@inline
export function lowNibbles(bytes: v128, mask: v128): v128 {
  return v128.and(i16x8.shl(bytes, 3), mask);
}

/** The high nibbles of 16 bytes, where a mantissa begins. */
// @ts-ignore: decorator
@inline
export function highNibbles(bytes: v128, mask: v128): v128 {
  return v128.and(i16x8.shr_u(bytes, 1), mask);
}

/** Puts the exponent above the first eight nibbles. */
// @ts-ignore: decorator
@inline
export function firstEight(nibbles: v128, exponent: v128): v128 {
  return i8x16.shuffle(nibbles, exponent, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

/** Puts the exponent above the last eight nibbles. */
// @ts-ignore: decorator
@inline
export function lastEight(nibbles: v128, exponent: v128): v128 {
  return i8x16.shuffle(nibbles, exponent, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** The first four of eight as floats. */
// @ts-ignore: decorator
@inline
export function firstFour(halves: v128, zero: v128): v128 {
  return i8x16.shuffle(zero, halves, 0, 1, 16, 17, 2, 3, 18, 19, 4, 5, 20, 21, 6, 7, 22, 23);
}

/** The last four of eight as floats. */
// @ts-ignore: decorator
@inline
export function lastFour(halves: v128, zero: v128): v128 {
  return i8x16.shuffle(zero, halves, 8, 9, 24, 25, 10, 11, 26, 27, 12, 13, 28, 29, 14, 15, 30, 31);
}

/** Four of eight bytes that were widened to 16 bits, as floats. */
// @ts-ignore: decorator
@inline
export function firstBytes(halves: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(halves));
}

/** The other four of eight bytes that were widened to 16 bits, as floats. */
// @ts-ignore: decorator
@inline
export function lastBytes(halves: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(halves));
}

/** Writes a unit of 4-bit weights as floats; the scales and offsets of its two halves are given. */
// @ts-ignore: decorator
@inline
export function unpackNibbles(from: usize, to: usize, s: v128, o: v128, s2: v128, o2: v128): void {
  const mask = v128.load(CONSTANTS), exponent = v128.load(CONSTANTS, 16), zero = v128.load(CONSTANTS, 32);
  const bytes = v128.load(from);
  const low = lowNibbles(bytes, mask), high = highNibbles(bytes, mask);
  let eight = firstEight(low, exponent);
  v128.store(to, madd(firstFour(eight, zero), s, o));
  v128.store(to, madd(lastFour(eight, zero), s, o), 16);
  eight = firstEight(high, exponent);
  v128.store(to, madd(firstFour(eight, zero), s, o), 32);
  v128.store(to, madd(lastFour(eight, zero), s, o), 48);
  eight = lastEight(low, exponent);
  v128.store(to, madd(firstFour(eight, zero), s2, o2), 64);
  v128.store(to, madd(lastFour(eight, zero), s2, o2), 80);
  eight = lastEight(high, exponent);
  v128.store(to, madd(firstFour(eight, zero), s2, o2), 96);
  v128.store(to, madd(lastFour(eight, zero), s2, o2), 112);
}

/** Writes 16 weights of 8 bits as floats. */
// @ts-ignore: decorator
@inline
export function unpackBytes(from: usize, to: usize, s: v128, o: v128): void {
  let eight = v128.load8x8_u(from);
  v128.store(to, madd(firstBytes(eight), s, o));
  v128.store(to, madd(lastBytes(eight), s, o), 16);
  eight = v128.load8x8_u(from, 8);
  v128.store(to, madd(firstBytes(eight), s, o), 32);
  v128.store(to, madd(lastBytes(eight), s, o), 48);
}

/** Eight floats, the even ones first: the order in which nibbles come out of their bytes. */
// @ts-ignore: decorator
@inline
function evenOdd(from: usize, even: usize, odd: usize): void {
  const a = v128.load(from), b = v128.load(from, 16);
  v128.store(even, i8x16.shuffle(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27));
  v128.store(odd, i8x16.shuffle(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31));
}

/** Copies units of floats in the order in which their 4-bit weights come: of 16 the even ones, then the odd ones. */
export function arrange(from: usize, to: usize, units: i32): void {
  for (const end = from + (<usize>units << 7); from < end; from += 64, to += 64) {
    evenOdd(from, to, to + 32);
    evenOdd(from + 32, to + 16, to + 48);
  }
}

/** Back from the order of {@linkcode arrange}. */
export function rearrange(from: usize, to: usize, units: i32): void {
  for (const end = from + (<usize>units << 7); from < end; from += 64, to += 64) {
    for (let i: usize = 0; i < 32; i += 4) {
      store<f32>(to + 2 * i, load<f32>(from + i));
      store<f32>(to + 2 * i, load<f32>(from + i, 32), 4);
    }
  }
}

/** Sums of 16 or 32 floats each; there is room to the next multiple of four sums, which is zeroed by the caller. */
export function sumBlocks(x: usize, sums: usize, blocks: i32, block: i32): void {
  for (let i = 0; i < blocks; i++, sums += 4) {
    let total = f32x4.splat(0);
    for (const end = x + (<usize>block << 2); x < end; x += 16) total = f32x4.add(total, v128.load(x));
    store<f32>(
      sums,
      f32x4.extract_lane(total, 0) + f32x4.extract_lane(total, 1) +
        (f32x4.extract_lane(total, 2) + f32x4.extract_lane(total, 3)),
    );
  }
}
