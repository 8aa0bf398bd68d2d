/**
 * What the kernel exports. All pointers are bytes in the one memory, which the page's side lays out.
 *
 * @module
 */
export { arrange, rearrange, sumBlocks, writeConstants } from "./blocks";
export { gate, rmsNorm } from "./elementwise";
export { topTokens } from "./row_summary";
export { nextJob, runJob, serve, settle, stop } from "./threads";
import { Matrix } from "./matrix";
import { unpackRow as unpack } from "./tile_product";

/** Writes a row that is not of floats as such. */
export function unpackRow(matrix: usize, row: i32, to: usize): void {
  unpack(changetype<Matrix>(matrix), row, to);
}
