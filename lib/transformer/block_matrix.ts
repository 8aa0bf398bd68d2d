/**
 * A weight matrix whose weights stay small whole numbers: neighbors in a row form a block that shares a scale.
 *
 * @module
 */

/** Low-bit weights as the file has them: `weight[r][c] = scales[r][b] · q + offsets[r][b]`, `b = floor(c / block)`. */
export interface BlockMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly bits: 4 | 8;
  /** Weights that share a scale: 16, 32, 64 or 128. */
  readonly block: number;
  /** Row-major. Of two 4-bit weights in a byte the low half comes first; each row is padded to whole blocks. */
  readonly quants: Uint8Array;
  /** [rows, blocks]. */
  readonly scales: Float32Array;
  /** [rows, blocks]: -scale · zero point, and the blocks' own offsets where the file has them. */
  readonly offsets: Float32Array;
}

/** Blocks that one row has; the last may be only partly used. */
export function blocksPerRow({ columns, block }: Pick<BlockMatrix, "columns" | "block">): number {
  return Math.ceil(columns / block);
}
