/**
 * Four float32 lanes, or two of float64, at a time: what all parts of the kernel are made of.
 *
 * @module
 */

/** a · b + c, in one rounding where the build has relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  else return f32x4.add(f32x4.mul(a, b), c);
}

/** Sum of the lanes. */
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** The product of two vectors of `length` floats. */
export function dot(a: usize, b: usize, length: i32): f32 {
  let first = f32x4.splat(0), second = f32x4.splat(0);
  let i = length;
  for (; i >= 8; i -= 8, a += 32, b += 32) {
    first = madd(v128.load(a), v128.load(b), first);
    second = madd(v128.load(a, 16), v128.load(b, 16), second);
  }
  let sum = sumLanes(f32x4.add(first, second));
  for (; i > 0; i--, a += 4, b += 4) sum += load<f32>(a) * load<f32>(b);
  return sum;
}

/** e^x to 2e-7 of itself; 0 below -87.3, and at most 2^127. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const clamped = f32x4.max(f32x4.min(x, f32x4.splat(88)), f32x4.splat(-87.33654));
  const power = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504)));
  let rest = f32x4.sub(clamped, f32x4.mul(power, f32x4.splat(0.693359375)));
  rest = f32x4.add(rest, f32x4.mul(power, f32x4.splat(2.12194440e-4)));
  let sum = madd(f32x4.splat(1.9875691500e-4), rest, f32x4.splat(1.3981999507e-3));
  sum = madd(sum, rest, f32x4.splat(8.3334519073e-3));
  sum = madd(sum, rest, f32x4.splat(4.1665795894e-2));
  sum = madd(sum, rest, f32x4.splat(1.6666665459e-1));
  sum = madd(sum, rest, f32x4.splat(5.0000001201e-1));
  sum = f32x4.add(madd(sum, f32x4.mul(rest, rest), rest), f32x4.splat(1));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(power), i32x4.splat(127)), 23);
  return f32x4.mul(sum, scale);
}

/** a · b + c of float64, in one rounding where the build has relaxed SIMD. */
// @ts-ignore: decorator
@inline
export function maddDoubles(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  else return f64x2.add(f64x2.mul(a, b), c);
}

/** Sum of two float64 lanes. */
// @ts-ignore: decorator
@inline
export function sumDoubles(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** e^x of float64 to 4e-16 of itself, for x from -708 to 0. */
// @ts-ignore: decorator
@inline
export function expDoubles(x: v128): v128 {
  // Where a number of this size has its last bit, the sum has the nearest whole number.
  const whole = f64x2.splat(6755399441055744);
  const shifted = maddDoubles(x, f64x2.splat(1.4426950408889634), whole);
  const power = f64x2.sub(shifted, whole);
  // ln 2 in two parts: a product of the first with a whole number is exact.
  let rest = f64x2.sub(x, f64x2.mul(power, f64x2.splat(0.6931471803691238)));
  rest = f64x2.sub(rest, f64x2.mul(power, f64x2.splat(1.9082149292705877e-10)));
  let sum = maddDoubles(f64x2.splat(1 / 6227020800.0), rest, f64x2.splat(1 / 479001600.0));
  sum = maddDoubles(sum, rest, f64x2.splat(1 / 39916800.0));
  sum = maddDoubles(sum, rest, f64x2.splat(1 / 3628800.0));
  sum = maddDoubles(sum, rest, f64x2.splat(1 / 362880.0));
  sum = maddDoubles(sum, rest, f64x2.splat(1 / 40320.0));
  sum = maddDoubles(sum, rest, f64x2.splat(1 / 5040.0));
  sum = maddDoubles(sum, rest, f64x2.splat(1 / 720.0));
  sum = maddDoubles(sum, rest, f64x2.splat(1 / 120.0));
  sum = maddDoubles(sum, rest, f64x2.splat(1 / 24.0));
  sum = maddDoubles(sum, rest, f64x2.splat(1 / 6.0));
  sum = maddDoubles(sum, rest, f64x2.splat(0.5));
  sum = f64x2.add(f64x2.splat(1), maddDoubles(sum, f64x2.mul(rest, rest), rest));
  return f64x2.mul(sum, i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52));
}
