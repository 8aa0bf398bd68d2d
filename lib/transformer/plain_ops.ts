/**
 * The operations of a forward pass in plain TypeScript: the reference for faster ones, and what is left without them.
 *
 * @module
 */
import { summarizeRow } from "@/lib/lm/distribution/row_summary.ts";
import { attend } from "@/lib/transformer/attention.ts";
import { gate } from "@/lib/transformer/feed_forward.ts";
import { type Matrix, multiply, readRow } from "@/lib/transformer/matrix.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { rmsNorm } from "@/lib/transformer/rms_norm.ts";

/** Operations on ordinary arrays, one thread. */
export const PLAIN_OPS: Ops<Matrix> = {
  name: "plain TypeScript",
  floats: (length) => new Float32Array(length),
  release() {},
  load: (matrix) => matrix,
  row: readRow,
  multiply(x, tokens, products) {
    for (const { matrix, out } of products) multiply(matrix, x, tokens, out);
  },
  rmsNorm,
  attend,
  gate,
  summarize: summarizeRow,
  dispose() {},
};
