/**
 * What is done to each number of a vector: the norm, and the gate of the feed-forward part.
 *
 * @module
 */
import { exp, madd, sumLanes } from "./lanes";

/** `out = x / √(mean(x²) + epsilon) · weight` for each of `tokens` rows of `width`. */
export function rmsNorm(x: usize, weight: usize, width: i32, epsilon: f32, tokens: i32, out: usize): void {
  const whole = <usize>(width & ~3) << 2, bytes = <usize>width << 2;
  for (let token = 0; token < tokens; token++, x += bytes, out += bytes) {
    let squares = f32x4.splat(0);
    for (let i: usize = 0; i < whole; i += 16) squares = madd(v128.load(x + i), v128.load(x + i), squares);
    let sum = sumLanes(squares);
    for (let i = whole; i < bytes; i += 4) sum += load<f32>(x + i) * load<f32>(x + i);
    const scale = <f32>1 / sqrt(sum / <f32>width + epsilon);
    const all = f32x4.splat(scale);
    for (let i: usize = 0; i < whole; i += 16) {
      v128.store(out + i, f32x4.mul(f32x4.mul(v128.load(x + i), all), v128.load(weight + i)));
    }
    for (let i = whole; i < bytes; i += 4) {
      store<f32>(out + i, load<f32>(x + i) * scale * load<f32>(weight + i));
    }
  }
}

/** `gates = silu(gates) · raised`; `length` is a multiple of four. */
export function gate(gates: usize, raised: usize, length: i32): void {
  const one = f32x4.splat(1);
  for (const end = gates + (<usize>length << 2); gates < end; gates += 16, raised += 16) {
    const x = v128.load(gates);
    const silu = f32x4.div(x, f32x4.add(one, exp(f32x4.neg(x))));
    v128.store(gates, f32x4.mul(silu, v128.load(raised)));
  }
}
