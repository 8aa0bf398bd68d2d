/**
 * Rows of a matrix times several vectors: what reading a prompt is made of. Four rows are unpacked once, into a tile
 * that stays in the nearest cache; four rows by three vectors are added up in registers.
 *
 * @module
 */
import { unpackBytes, unpackNibbles } from "./blocks";
import { unpackBrains, unpackHalves } from "./halves";
import { dot, madd, sumLanes } from "./lanes";
import { BRAIN, DENSE, FOUR, HALF, Matrix, rowBytes } from "./matrix";

/** Rows of a tile. */
export const TILE_ROWS = 4;

/**
 * `out[t][r] = matrix[r] · x[t]` for rows `from` to `to`.
 *
 * @param x [tokens, whole units]; in the order of `arrange` where the matrix has 4 bits.
 * @param tile Room for four rows of floats.
 */
export function multiplyTile(
  matrix: Matrix,
  x: usize,
  tokens: i32,
  out: usize,
  from: i32,
  to: i32,
  tile: usize,
): void {
  const stride = <usize>matrix.units << 7;
  const outStride = <usize>matrix.rows << 2;
  for (let row = from; row < to; row += TILE_ROWS) {
    const count = min(TILE_ROWS, to - row);
    const weights = unpackRows(matrix, row, count, tile);
    const target = out + (<usize>row << 2);
    if (count === TILE_ROWS) fourRows(weights, stride, x, tokens, target, outStride);
    else {
      for (let i: usize = 0; i < <usize>count; i++) {
        for (let token: usize = 0; token < <usize>tokens; token++) {
          const value = dot(weights + i * stride, x + token * stride, matrix.units << 5);
          store<f32>(target + token * outStride + (i << 2), value);
        }
      }
    }
  }
}

/** Where the rows' floats are: a dense matrix's already are. */
function unpackRows(matrix: Matrix, row: i32, count: i32, tile: usize): usize {
  if (matrix.kind === DENSE) return matrix.weights + <usize>row * rowBytes(matrix);
  for (let i = 0; i < count; i++) unpackRow(matrix, row + i, tile + (<usize>(i * matrix.units) << 7));
  return tile;
}

/** Writes a row that is not of floats as such; of 4 bits in the order of `arrange`. */
export function unpackRow(matrix: Matrix, row: i32, to: usize): void {
  const bytes = rowBytes(matrix);
  let from = matrix.weights + <usize>row * bytes;
  if (matrix.kind === BRAIN) return unpackBrains(from, from + bytes, to);
  if (matrix.kind === HALF) return unpackHalves(from, from + bytes, to);
  const first = <usize>(row * matrix.scaleStride) << 2;
  const step: usize = matrix.scalesPerUnit === 2 ? 8 : 4, second: usize = step - 4;
  let s = matrix.scales + first, o = matrix.offsets + first;
  for (const end = from + bytes; from < end; to += 128, s += step, o += step) {
    const scale = v128.load32_splat(s), offset = v128.load32_splat(o);
    const scale2 = v128.load32_splat(s + second), offset2 = v128.load32_splat(o + second);
    if (matrix.kind === FOUR) {
      unpackNibbles(from, to, scale, offset, scale2, offset2);
      from += 16;
    } else {
      unpackBytes(from, to, scale, offset);
      unpackBytes(from + 16, to + 64, scale2, offset2);
      from += 32;
    }
  }
}

function fourRows(w: usize, stride: usize, x: usize, tokens: i32, out: usize, outStride: usize): void {
  let token = 0;
  for (; token + 3 <= tokens; token += 3, x += 3 * stride, out += 3 * outStride) {
    fourByThree(w, stride, x, out, outStride);
  }
  for (; token < tokens; token++, x += stride, out += outStride) fourByOne(w, stride, x, out);
}

function fourByThree(w0: usize, stride: usize, x0: usize, out: usize, outStride: usize): void {
  const w1 = w0 + stride, w2 = w1 + stride, w3 = w2 + stride;
  const x1 = x0 + stride, x2 = x1 + stride;
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0;
  let b0 = a0, b1 = a0, b2 = a0;
  let c0 = a0, c1 = a0, c2 = a0;
  let d0 = a0, d1 = a0, d2 = a0;
  for (let i: usize = 0; i < stride; i += 16) {
    const p = v128.load(x0 + i), q = v128.load(x1 + i), r = v128.load(x2 + i);
    let w = v128.load(w0 + i);
    a0 = madd(w, p, a0);
    a1 = madd(w, q, a1);
    a2 = madd(w, r, a2);
    w = v128.load(w1 + i);
    b0 = madd(w, p, b0);
    b1 = madd(w, q, b1);
    b2 = madd(w, r, b2);
    w = v128.load(w2 + i);
    c0 = madd(w, p, c0);
    c1 = madd(w, q, c1);
    c2 = madd(w, r, c2);
    w = v128.load(w3 + i);
    d0 = madd(w, p, d0);
    d1 = madd(w, q, d1);
    d2 = madd(w, r, d2);
  }
  v128.store(out, fourSums(a0, b0, c0, d0));
  v128.store(out + outStride, fourSums(a1, b1, c1, d1));
  v128.store(out + 2 * outStride, fourSums(a2, b2, c2, d2));
}

function fourByOne(w0: usize, stride: usize, x: usize, out: usize): void {
  const w1 = w0 + stride, w2 = w1 + stride, w3 = w2 + stride;
  let a = f32x4.splat(0), b = a, c = a, d = a;
  for (let i: usize = 0; i < stride; i += 16) {
    const p = v128.load(x + i);
    a = madd(v128.load(w0 + i), p, a);
    b = madd(v128.load(w1 + i), p, b);
    c = madd(v128.load(w2 + i), p, c);
    d = madd(v128.load(w3 + i), p, d);
  }
  v128.store(out, fourSums(a, b, c, d));
}

/** The sums of four vectors' lanes, as one vector. */
// @ts-ignore: decorator
@inline
function fourSums(a: v128, b: v128, c: v128, d: v128): v128 {
  let sums = f32x4.splat(sumLanes(a));
  sums = f32x4.replace_lane(sums, 1, sumLanes(b));
  sums = f32x4.replace_lane(sums, 2, sumLanes(c));
  return f32x4.replace_lane(sums, 3, sumLanes(d));
}
