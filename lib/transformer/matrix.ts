/**
 * A weight matrix and its product with a few token vectors: nearly all the work of a Transformer is here.
 *
 * @module
 */
import { type BlockMatrix, blocksPerRow } from "@/lib/transformer/block_matrix.ts";
import { multiplyBlocks, readBlockRow } from "@/lib/transformer/block_product.ts";
import { type DenseMatrix, multiplyDense } from "@/lib/transformer/dense_matrix.ts";
import { type HalfMatrix, multiplyHalves, readHalfRow } from "@/lib/transformer/half_matrix.ts";

/** A matrix as its file has it. */
export type Matrix = DenseMatrix | HalfMatrix | BlockMatrix;

/** A view of the first rows; shares the buffer. */
export function firstRows(matrix: Matrix, rows: number): Matrix {
  if (rows === matrix.rows) return matrix;
  if ("data" in matrix) return { ...matrix, rows, data: matrix.data.subarray(0, rows * matrix.columns) };
  if ("halves" in matrix) {
    return { ...matrix, rows, halves: matrix.halves.subarray(0, rows * matrix.columns) };
  }
  const blocks = rows * blocksPerRow(matrix);
  return {
    ...matrix,
    rows,
    quants: matrix.quants.subarray(0, blocks * matrix.block * matrix.bits / 8),
    scales: matrix.scales.subarray(0, blocks),
    offsets: matrix.offsets.subarray(0, blocks),
  };
}

/**
 * Multiplies token vectors by a matrix: `out[t][r] = Σ_c matrix[r][c] · x[t][c]`.
 *
 * @param matrix [rows, columns].
 * @param x [tokens, columns].
 * @param out [tokens, rows], overwritten.
 */
export function multiply(matrix: Matrix, x: Float32Array, tokens: number, out: Float32Array): void {
  if ("data" in matrix) multiplyDense(matrix, x, tokens, out);
  else if ("halves" in matrix) multiplyHalves(matrix, x, tokens, out);
  else multiplyBlocks(matrix, x, tokens, out);
}

/** Reads one row as floats into `out` from `at` on. */
export function readRow(matrix: Matrix, row: number, out: Float32Array, at: number): void {
  if ("halves" in matrix) readHalfRow(matrix, row, out, at);
  else if ("quants" in matrix) readBlockRow(matrix, row, out, at);
  else out.set(matrix.data.subarray(row * matrix.columns, (row + 1) * matrix.columns), at);
}
