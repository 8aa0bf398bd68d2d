/**
 * A model's weights in another format: 4-bit blocks around 8 with one scale each (as llama.cpp's Q4_0), the table of
 * tokens in 16-bit floats, written as a hub's safetensors file.
 *
 * @module
 */
import { bytesOf } from "@/tests/fixtures/graph_builder.ts";
import type { Writable } from "@/tests/transformer/write_safetensors.ts";
import { unpacked, writeWeights } from "@/tests/transformer/write_weights.ts";
import { type Matrix, readRow } from "@/lib/transformer/matrix.ts";
import { BLOCK } from "@/lib/transformer/weights/quantization.ts";
import type { TransformerWeights } from "@/lib/transformer/weights/weights.ts";

/** Writes the file. */
export function requantized(weights: TransformerWeights): Uint8Array<ArrayBuffer> {
  return writeWeights(weights, {
    table: halves,
    matrix(matrix) {
      const [quants, scales] = blocks(matrix);
      return { weight: quants, "weight.scale": scales };
    },
  });
}

function halves(matrix: Matrix): Writable {
  const { rows, columns } = matrix;
  return { dtype: "F16", shape: [rows, columns], bytes: bytesOf(new Float16Array(unpacked(matrix))) };
}

/** The largest weight of a block becomes -8, the others what is nearest. */
function blocks(matrix: Matrix): [quants: Writable, scales: Writable] {
  const { rows, columns } = matrix;
  const perRow = columns / BLOCK;
  const scales = new Float16Array(rows * perRow);
  const quants = new Uint8Array(rows * columns / 2);
  const row = new Float32Array(columns);
  for (let r = 0; r < rows; r++) {
    readRow(matrix, r, row, 0);
    for (let b = 0; b < perRow; b++) {
      let largest = 0;
      for (let i = b * BLOCK; i < (b + 1) * BLOCK; i++) {
        if (Math.abs(row[i]!) > Math.abs(largest)) largest = row[i]!;
      }
      const at = r * perRow + b;
      scales[at] = largest / -8;
      const scale = scales[at]!;
      for (let i = 0; i < BLOCK; i++) {
        const q = scale === 0 ? 8 : Math.min(15, Math.max(0, Math.round(row[b * BLOCK + i]! / scale) + 8));
        quants[(r * columns + b * BLOCK + i) >> 1]! |= i % 2 === 0 ? q : q << 4;
      }
    }
  }
  return [
    { dtype: "U8", shape: [rows, columns / 2], bytes: quants },
    { dtype: "F16", shape: [rows, perRow], bytes: bytesOf(scales) },
  ];
}
