/**
 * A row of logits summed up where it was computed: what softmax and entropy are made of, in float64, and the likeliest
 * tokens. A row is summed in pieces, each relative to its own largest logit.
 *
 * @module
 */
import { expDoubles, maddDoubles, sumDoubles } from "./lanes";

/** Bytes of a piece's result: the largest logit m, Σ e^(z - m), Σ e^(z - m) · (z - m). */
export const PARTIAL_BYTES: usize = 24;

/** Below this e^x adds nothing to a sum in which one summand is 1. */
const LEAST: f64 = -708;

/**
 * Sums a piece up; its sums are 0 where its largest logit is not finite.
 *
 * @param last Room for four floats.
 */
export function summarizePiece(row: usize, length: i32, last: usize, partial: usize): void {
  const whole = length >> 2, rest = length & 3;
  v128.store(last, f32x4.splat(-Infinity));
  memory.copy(last, row + (<usize>whole << 4), <usize>rest << 2);
  const largest = largestOf(row, whole, v128.load(last));
  let sum = f64x2.splat(0), weighted = sum, sum2 = sum, weighted2 = sum;
  const most = f64x2.splat(<f64>largest), least = f64x2.splat(LEAST);
  const vectors = abs(largest) < <f32>Infinity ? whole + i32(rest > 0) : 0;
  for (let i = 0; i < vectors; i++) {
    const logits = v128.load(i < whole ? row + (<usize>i << 4) : last);
    const upper = i64x2.shuffle(logits, logits, 1, 1);
    const a = f64x2.pmax(least, f64x2.sub(f64x2.promote_low_f32x4(logits), most));
    const b = f64x2.pmax(least, f64x2.sub(f64x2.promote_low_f32x4(upper), most));
    const p = expDoubles(a), q = expDoubles(b);
    sum = f64x2.add(sum, p);
    sum2 = f64x2.add(sum2, q);
    weighted = maddDoubles(p, a, weighted);
    weighted2 = maddDoubles(q, b, weighted2);
  }
  store<f64>(partial, <f64>largest);
  store<f64>(partial, sumDoubles(f64x2.add(sum, sum2)), 8);
  store<f64>(partial, sumDoubles(f64x2.add(weighted, weighted2)), 16);
}

/** Not a number where one of them is not. */
function largestOf(row: usize, vectors: i32, last: v128): f32 {
  let most = last;
  for (const end = row + (<usize>vectors << 4); row < end; row += 16) most = f32x4.max(most, v128.load(row));
  const left = max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
  return max(left, max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
}

/**
 * The ids of the `count` highest of at least as many logits, highest first, of equals the lower ids: as `topTokens` in
 * lib/lm, with four logits compared at a time with the lowest that is kept.
 *
 * @param heap Room for the ids; a heap whose root ranks lowest until it is sorted.
 */
export function topTokens(row: usize, length: i32, count: i32, heap: usize): void {
  for (let id = 0; id < count; id++) store<i32>(at(heap, id), id);
  for (let slot = (count >> 1) - 1; slot >= 0; slot--) sink(heap, count, slot, row);
  let lowest = logit(row, load<i32>(heap)), limit = f32x4.splat(lowest);
  for (let id = count; id < length;) {
    if (id + 4 <= length && !v128.any_true(f32x4.gt(v128.load(at(row, id)), limit))) {
      id += 4;
      continue;
    }
    for (const end = min(id + 4, length); id < end; id++) {
      if (logit(row, id) <= lowest) continue;
      store<i32>(heap, id);
      sink(heap, count, 0, row);
      lowest = logit(row, load<i32>(heap));
    }
    limit = f32x4.splat(lowest);
  }
  for (let size = count - 1; size > 0; size--) {
    const last = load<i32>(at(heap, size));
    store<i32>(at(heap, size), load<i32>(heap));
    store<i32>(heap, last);
    sink(heap, size, 0, row);
  }
}

/** Lets the token at `slot` sink to its place in a heap of `size` tokens. */
function sink(heap: usize, size: i32, slot: i32, row: usize): void {
  const token = load<i32>(at(heap, slot));
  for (let child = 2 * slot + 1; child < size; child = 2 * slot + 1) {
    let id = load<i32>(at(heap, child));
    if (child + 1 < size && ranksBelow(row, load<i32>(at(heap, child + 1)), id)) {
      id = load<i32>(at(heap, ++child));
    }
    if (!ranksBelow(row, id, token)) break;
    store<i32>(at(heap, slot), id);
    slot = child;
  }
  store<i32>(at(heap, slot), token);
}

// @ts-ignore: decorator
@inline
function ranksBelow(row: usize, a: i32, b: i32): bool {
  const x = logit(row, a), y = logit(row, b);
  return x < y || (x === y && a > b);
}

// @ts-ignore: decorator
@inline
function logit(row: usize, id: i32): f32 {
  return load<f32>(at(row, id));
}

/** Address of word `index`. */
// @ts-ignore: decorator
@inline
function at(base: usize, index: i32): usize {
  return base + (<usize>index << 2);
}
