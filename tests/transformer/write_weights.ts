/**
 * A model's weights as a hub's safetensors file, in any format of its matrices.
 *
 * @module
 */
import { bytesOf } from "@/tests/fixtures/graph_builder.ts";
import { type Writable, writeSafetensors } from "@/tests/transformer/write_safetensors.ts";
import { type Matrix, readRow } from "@/lib/transformer/matrix.ts";
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

/** How the file has its matrices. */
export interface WeightFormat {
  /** The table of tokens. */
  readonly table: (matrix: Matrix) => Writable;
  /** Any other, by what follows its name. */
  readonly matrix: (matrix: Matrix) => Readonly<Record<string, Writable>>;
}

/** Writes the file. */
export function writeWeights(
  { embedding, layers, norm }: TransformerWeights,
  { table, matrix }: WeightFormat,
): Uint8Array<ArrayBuffer> {
  const tensors: Record<string, Writable> = {
    "model.embed_tokens.weight": table(embedding),
    "model.norm.weight": floats(norm),
  };
  layers.forEach((layer, index) => {
    const name = `model.layers.${index}`;
    for (const [part, stored] of Object.entries(MATRICES)) {
      for (const [end, written] of Object.entries(matrix(layer[part as keyof typeof MATRICES]))) {
        tensors[`${name}.${stored}.${end}`] = written;
      }
    }
    tensors[`${name}.input_layernorm.weight`] = floats(layer.attentionNorm);
    tensors[`${name}.post_attention_layernorm.weight`] = floats(layer.feedForwardNorm);
  });
  return writeSafetensors(tensors);
}

/** A matrix as floats, row by row. */
export function unpacked(matrix: Matrix): Float32Array<ArrayBuffer> {
  const { rows, columns } = matrix;
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) readRow(matrix, row, values, row * columns);
  return values;
}

function floats(values: Float32Array): Writable {
  return { dtype: "F32", shape: [values.length], bytes: bytesOf(values) };
}
