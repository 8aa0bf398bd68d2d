/**
 * A matrix in the kernel's memory. The page's side writes one of these.
 *
 * @module
 */

/** What the numbers of a matrix are. */
export const DENSE = 0, FOUR = 4, EIGHT = 8, HALF = 16, BRAIN = 17;

// @ts-ignore: decorator
@unmanaged
export class Matrix {
  /** {@linkcode DENSE}, {@linkcode FOUR}, {@linkcode EIGHT}, or 16 bits: {@linkcode HALF} (IEEE 754) or {@linkcode BRAIN}. */
  kind: i32;
  rows: i32;
  /** Units of 32 weights in a row; the last is padded with zeros. */
  units: i32;
  /** Scales that a unit has: 1, or 2 where blocks are of 16. */
  scalesPerUnit: i32;
  /** Floats from one row of scales to the next: a multiple of four. */
  scaleStride: i32;
  /** Row-major weights. */
  weights: usize;
  /** [rows, scaleStride]: 32 · scale for 4 bits, else the scale. */
  scales: usize;
  /** [rows, scaleStride]: offset - 16 · scale for 4 bits, else the offset. */
  offsets: usize;
}

/** Bytes of a row of weights. */
// @ts-ignore: decorator
@inline
export function rowBytes(matrix: Matrix): usize {
  const kind = matrix.kind;
  return <usize>matrix.units * (kind === DENSE ? 128 : kind === FOUR ? 16 : kind === EIGHT ? 32 : 64);
}
