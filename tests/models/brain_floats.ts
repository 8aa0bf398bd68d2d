import type { HalfMatrix } from "@/lib/transformer/half_matrix.ts";
import { type Matrix, readRow } from "@/lib/transformer/matrix.ts";
import type { LayerWeights, TransformerWeights } from "@/lib/transformer/weights/weights.ts";

/** The same weights in another format: each matrix cut to bfloat16, vectors as they are. */
export function brainFloats(weights: TransformerWeights): TransformerWeights {
  return {
    ...weights,
    embedding: cut(weights.embedding),
    head: cut(weights.head),
    layers: weights.layers.map((layer): LayerWeights => ({
      ...layer,
      query: cut(layer.query),
      key: cut(layer.key),
      value: cut(layer.value),
      output: cut(layer.output),
      gate: cut(layer.gate),
      up: cut(layer.up),
      down: cut(layer.down),
    })),
  };
}

function cut(matrix: Matrix): HalfMatrix {
  const { rows, columns } = matrix;
  const numbers = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) readRow(matrix, row, numbers, row * columns);
  const halves = Uint16Array.from(new Uint32Array(numbers.buffer), (pattern) => pattern >>> 16);
  return { rows, columns, format: "bfloat16", halves };
}
