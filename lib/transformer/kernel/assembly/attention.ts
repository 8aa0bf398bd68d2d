/**
 * One head's attention for one new token over the cached keys and values.
 *
 * @module
 */
import { dot, exp, madd, sumLanes } from "./lanes";

/**
 * @param query One head's query, [width].
 * @param keys This head's channels of the first key; `stride` bytes to the next.
 * @param values As the keys.
 * @param positions How many tokens it sees.
 * @param scores Room for `positions` floats, and three more.
 * @param out [width], overwritten.
 */
export function attendHead(
  query: usize,
  keys: usize,
  values: usize,
  stride: usize,
  width: i32,
  positions: i32,
  scores: usize,
  out: usize,
): void {
  const scale = <f32>1 / sqrt(<f32>width);
  const end = scores + (<usize>positions << 2);
  let largest: f32 = -Infinity;
  for (let at = scores; at < end; at += 4, keys += stride) {
    const score = dot(query, keys, width) * scale;
    largest = max(largest, score);
    store<f32>(at, score);
  }
  mixValues(values, stride, width, scores, end, <f32>1 / exponentials(scores, positions, largest), out);
}

/** Replaces scores by e^(score - largest); returns their sum. */
function exponentials(scores: usize, positions: i32, largest: f32): f32 {
  // Past the end: e^-Infinity adds nothing.
  const end = scores + (<usize>positions << 2);
  const padding = f32x4.splat(-Infinity);
  v128.store(end, padding);
  const most = f32x4.splat(largest);
  let total = f32x4.splat(0);
  for (let at = scores; at < end; at += 16) {
    const difference = f32x4.sub(v128.load(at), most);
    const power = v128.and(exp(difference), f32x4.gt(difference, f32x4.splat(-87.3)));
    v128.store(at, power);
    total = f32x4.add(total, power);
  }
  return sumLanes(total);
}

/** `out = factor · Σ weight · value`, up to 32 channels in registers at a time. */
function mixValues(
  values: usize,
  stride: usize,
  width: i32,
  weights: usize,
  end: usize,
  factor: f32,
  out: usize,
): void {
  let left = width;
  for (; left >= 32; left -= 32, values += 128, out += 128) {
    mix32(values, stride, weights, end, factor, out);
  }
  for (; left >= 4; left -= 4, values += 16, out += 16) {
    let sum = f32x4.splat(0);
    let value = values;
    for (let at = weights; at < end; at += 4, value += stride) {
      sum = madd(v128.load32_splat(at), v128.load(value), sum);
    }
    v128.store(out, f32x4.mul(sum, f32x4.splat(factor)));
  }
  for (; left > 0; left--, values += 4, out += 4) {
    let sum: f32 = 0;
    let value = values;
    for (let at = weights; at < end; at += 4, value += stride) sum += load<f32>(at) * load<f32>(value);
    store<f32>(out, sum * factor);
  }
}

function mix32(value: usize, stride: usize, at: usize, end: usize, factor: f32, out: usize): void {
  let a = f32x4.splat(0), b = a, c = a, d = a, e = a, f = a, g = a, h = a;
  for (; at < end; at += 4, value += stride) {
    const weight = v128.load32_splat(at);
    a = madd(weight, v128.load(value), a);
    b = madd(weight, v128.load(value, 16), b);
    c = madd(weight, v128.load(value, 32), c);
    d = madd(weight, v128.load(value, 48), d);
    e = madd(weight, v128.load(value, 64), e);
    f = madd(weight, v128.load(value, 80), f);
    g = madd(weight, v128.load(value, 96), g);
    h = madd(weight, v128.load(value, 112), h);
  }
  const all = f32x4.splat(factor);
  v128.store(out, f32x4.mul(a, all));
  v128.store(out, f32x4.mul(b, all), 16);
  v128.store(out, f32x4.mul(c, all), 32);
  v128.store(out, f32x4.mul(d, all), 48);
  v128.store(out, f32x4.mul(e, all), 64);
  v128.store(out, f32x4.mul(f, all), 80);
  v128.store(out, f32x4.mul(g, all), 96);
  v128.store(out, f32x4.mul(h, all), 112);
}
