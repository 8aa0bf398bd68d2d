/**
 * The product of a matrix in low-bit blocks with token vectors. The weights stay as they are: of a block only the
 * sum of `q · x` is needed, `Σ (scale · q + offset) · x = scale · Σ q · x + offset · Σ x`, and `Σ x` is the same for
 * every row.
 *
 * @module
 */
import { type BlockMatrix, blocksPerRow } from "@/lib/transformer/block_matrix.ts";
import { dot, dotFour } from "@/lib/transformer/dense_matrix.ts";

/** From this number of tokens on it is cheaper to expand a row once for all of them. */
const TOKENS_WORTH_A_ROW = 4;

/**
 * `out[t][r] = Σ_c matrix[r][c] · x[t][c]`.
 *
 * @param matrix [rows, columns].
 * @param x [tokens, columns].
 * @param out [tokens, rows], overwritten.
 */
export function multiplyBlocks(
  matrix: BlockMatrix,
  x: Float32Array,
  tokens: number,
  out: Float32Array,
): void {
  if (tokens >= TOKENS_WORTH_A_ROW) return multiplyRows(matrix, x, tokens, out);
  for (let token = 0; token < tokens; token++) multiplyOne(matrix, x, token, out);
}

/** Reads one row as floats into `out` from `at` on. */
export function readBlockRow(matrix: BlockMatrix, row: number, out: Float32Array, at: number): void {
  const { columns, bits, block, quants, scales, offsets } = matrix;
  const blocks = blocksPerRow(matrix);
  for (let b = 0, start = 0; b < blocks; b++, start += block) {
    const scale = scales[row * blocks + b]!;
    const offset = offsets[row * blocks + b]!;
    const first = (row * blocks + b) * block;
    const length = Math.min(block, columns - start);
    for (let i = 0; i < length; i++) {
      const q = bits === 8 ? quants[first + i]! : quants[(first + i) >> 1]! >> (i & 1) * 4 & 15;
      out[at + start + i] = scale * q + offset;
    }
  }
}

function multiplyRows(matrix: BlockMatrix, x: Float32Array, tokens: number, out: Float32Array): void {
  const { rows, columns } = matrix;
  const weights = new Float32Array(columns);
  for (let row = 0; row < rows; row++) {
    readBlockRow(matrix, row, weights, 0);
    let token = 0;
    for (; token + 4 <= tokens; token += 4) {
      dotFour(weights, 0, columns, x, token, out, token * rows + row, rows);
    }
    for (; token < tokens; token++) {
      out[token * rows + row] = dot(weights, 0, columns, x, token * columns);
    }
  }
}

function multiplyOne(matrix: BlockMatrix, x: Float32Array, token: number, out: Float32Array): void {
  const { rows, bits, block, quants, scales, offsets } = matrix;
  const blocks = blocksPerRow(matrix);
  const padded = padVector(matrix, x, token);
  const sums = blockSums(padded, block);
  const blockDot = bits === 4 ? dotNibbles : dotBytes;
  const bytes = block * bits / 8;
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let b = 0; b < blocks; b++, at++) {
      sum += scales[at]! * blockDot(quants, at * bytes, padded, b * block, block) + offsets[at]! * sums[b]!;
    }
    out[token * rows + row] = sum;
  }
}

/** One token's vector with zeros up to whole blocks. */
function padVector(matrix: BlockMatrix, x: Float32Array, token: number): Float32Array {
  const { columns, block } = matrix;
  const vector = x.subarray(token * columns, (token + 1) * columns);
  if (columns % block === 0) return vector;
  const padded = new Float32Array(blocksPerRow(matrix) * block);
  padded.set(vector);
  return padded;
}

function blockSums(x: Float32Array, block: number): Float64Array {
  const sums = new Float64Array(x.length / block);
  for (let i = 0; i < x.length; i++) sums[Math.floor(i / block)]! += x[i]!;
  return sums;
}

function dotNibbles(quants: Uint8Array, at: number, x: Float32Array, from: number, block: number): number {
  let a = 0, b = 0, c = 0, d = 0;
  for (let i = from; i < from + block; i += 4, at += 2) {
    const first = quants[at]!, second = quants[at + 1]!;
    a += (first & 15) * x[i]!;
    b += (first >> 4) * x[i + 1]!;
    c += (second & 15) * x[i + 2]!;
    d += (second >> 4) * x[i + 3]!;
  }
  return a + b + (c + d);
}

function dotBytes(quants: Uint8Array, at: number, x: Float32Array, from: number, block: number): number {
  let a = 0, b = 0, c = 0, d = 0;
  for (let i = from; i < from + block; i += 4, at += 4) {
    a += quants[at]! * x[i]!;
    b += quants[at + 1]! * x[i + 1]!;
    c += quants[at + 2]! * x[i + 2]!;
    d += quants[at + 3]! * x[i + 3]!;
  }
  return a + b + (c + d);
}
