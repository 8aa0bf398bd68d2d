/**
 * A matrix of 16-bit floats, which stay as the file has them, and its product with token vectors.
 *
 * @module
 */
import { dot, dotFour } from "@/lib/transformer/dense_matrix.ts";

/** Weights in 16 bits, row-major: `halves[row · columns + column]` is a bit pattern. */
export interface HalfMatrix {
  readonly rows: number;
  readonly columns: number;
  /** IEEE 754 half precision, or the upper half of a float32. */
  readonly format: "float16" | "bfloat16";
  readonly halves: Uint16Array;
}

/**
 * `out[t][r] = Σ_c matrix[r][c] · x[t][c]`; a row is expanded once for all tokens.
 *
 * @param matrix [rows, columns].
 * @param x [tokens, columns].
 * @param out [tokens, rows], overwritten.
 */
export function multiplyHalves(matrix: HalfMatrix, x: Float32Array, tokens: number, out: Float32Array): void {
  const { rows, columns } = matrix;
  const weights = new Float32Array(columns);
  for (let row = 0; row < rows; row++) {
    readHalfRow(matrix, row, weights, 0);
    let token = 0;
    for (; token + 4 <= tokens; token += 4) {
      dotFour(weights, 0, columns, x, token, out, token * rows + row, rows);
    }
    for (; token < tokens; token++) {
      out[token * rows + row] = dot(weights, 0, columns, x, token * columns);
    }
  }
}

/** Reads one row as floats into `out` from `at` on. */
export function readHalfRow(matrix: HalfMatrix, row: number, out: Float32Array, at: number): void {
  const { columns, format, halves } = matrix;
  const read = format === "float16" ? halfToFloat : brainToFloat;
  for (let i = 0, from = row * columns; i < columns; i++, from++) out[at + i] = read(halves[from]!);
}

/** The number of a half-precision pattern. */
export function halfToFloat(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = bits >> 10 & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const PATTERN = new Uint32Array(1);
const NUMBER = new Float32Array(PATTERN.buffer);

/** The number of a bfloat16 pattern. */
export function brainToFloat(bits: number): number {
  PATTERN[0] = bits << 16;
  return NUMBER[0]!;
}
