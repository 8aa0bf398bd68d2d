/**
 * A model's weights in another format: 4-bit blocks around 8 with one scale each (as llama.cpp's Q4_0), the table of
 * tokens in 16-bit floats, written as a hub's safetensors file.
 *
 * @module
 */
import { bytesOf } from "@/tests/fixtures/graph_builder.ts";
import { type Writable, writeSafetensors } from "@/tests/transformer/write_safetensors.ts";
import { type Matrix, readRow } from "@/lib/transformer/matrix.ts";
import { BLOCK } from "@/lib/transformer/weights/quantization.ts";
import type { LayerWeights, TransformerWeights } from "@/lib/transformer/weights/weights.ts";

const MATRICES = {
  query: "self_attn.q_proj",
  key: "self_attn.k_proj",
  value: "self_attn.v_proj",
  output: "self_attn.o_proj",
  gate: "mlp.gate_proj",
  up: "mlp.up_proj",
  down: "mlp.down_proj",
} as const satisfies Partial<Record<keyof LayerWeights, string>>;

/** Writes the file. */
export function requantized({ embedding, layers, norm }: TransformerWeights): Uint8Array<ArrayBuffer> {
  const tensors: Record<string, Writable> = {
    "model.embed_tokens.weight": halves(embedding),
    "model.norm.weight": floats(norm),
  };
  layers.forEach((layer, index) => {
    const name = `model.layers.${index}`;
    for (const [part, stored] of Object.entries(MATRICES)) {
      const [quants, scales] = blocks(layer[part as keyof typeof MATRICES]);
      tensors[`${name}.${stored}.weight`] = quants;
      tensors[`${name}.${stored}.weight.scale`] = scales;
    }
    tensors[`${name}.input_layernorm.weight`] = floats(layer.attentionNorm);
    tensors[`${name}.post_attention_layernorm.weight`] = floats(layer.feedForwardNorm);
  });
  return writeSafetensors(tensors);
}

function floats(values: Float32Array): Writable {
  return { dtype: "F32", shape: [values.length], bytes: bytesOf(values) };
}

function halves(matrix: Matrix): Writable {
  const { rows, columns } = matrix;
  const all = new Float16Array(rows * columns);
  const row = new Float32Array(columns);
  for (let r = 0; r < rows; r++) {
    readRow(matrix, r, row, 0);
    all.set(row, r * columns);
  }
  return { dtype: "F16", shape: [rows, columns], bytes: bytesOf(all) };
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
