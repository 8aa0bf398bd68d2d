/** Matrices and vectors that are the same in every run. */
import { type BlockMatrix, blocksPerRow } from "@/lib/transformer/block_matrix.ts";

/** Numbers between 0 and 1 that are the same in every run. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** So many numbers between -2 and 2. */
export function floats(length: number, next: () => number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, () => 4 * next() - 2);
}

/** A matrix of that shape. */
export function blockMatrix(
  shape: Pick<BlockMatrix, "rows" | "columns" | "bits" | "block">,
  next: () => number,
): BlockMatrix {
  const blocks = shape.rows * blocksPerRow(shape);
  return {
    ...shape,
    quants: Uint8Array.from({ length: blocks * shape.block * shape.bits / 8 }, () => 256 * next()),
    scales: Float32Array.from({ length: blocks }, () => 0.01 + 0.02 * next()),
    offsets: Float32Array.from({ length: blocks }, () => -0.3 * next()),
  };
}
