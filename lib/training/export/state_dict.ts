import { type NetworkShape, type NetworkWeights, parameterShapes } from "@/lib/training/network/network.ts";
import type { NamedTensor } from "@/lib/training/export/write_safetensors.ts";

/**
 * The weights under the names that `state_dict()` of the exported PyTorch network has. With dropout the output layer
 * stands one place later; tied weights stand under both of their names.
 */
export function stateDict(shape: NetworkShape, weights: NetworkWeights, dropout: number): NamedTensor[] {
  const shapes = parameterShapes(shape);
  const output = dropout > 0 ? 5 : 4;
  return [
    { name: "0.weight", shape: shapes.embedding, values: weights.embedding },
    { name: "2.weight", shape: shapes.hiddenWeight, values: weights.hiddenWeight },
    { name: "2.bias", shape: shapes.hiddenBias, values: weights.hiddenBias },
    { name: `${output}.weight`, shape: shapes.outputWeight, values: weights.outputWeight },
    { name: `${output}.bias`, shape: shapes.outputBias, values: weights.outputBias },
  ];
}

/** The weights as JSON: nested rows under the same names, with the vocabulary. */
export function weightsJson(
  tensors: readonly NamedTensor[],
  extra: Readonly<Record<string, unknown>>,
): string {
  const nested = Object.fromEntries(tensors.map(({ name, shape: [rows = 1, columns], values }) => [
    name,
    columns === undefined
      ? Array.from(values)
      : Array.from({ length: rows }, (_, row) =>
        Array.from(values.subarray(row * columns, (row + 1) * columns))),
  ]));
  return JSON.stringify({ ...extra, weights: nested });
}
