/**
 * Takes a model's weights into the memory that its operations compute in.
 *
 * @module
 */
import type { Matrix } from "@/lib/transformer/matrix.ts";
import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";
import type { LayerWeights, TransformerWeights } from "@/lib/transformer/weights/weights.ts";

/** The same weights, loaded. @throws {RangeError} If the memory cannot be had. */
export function loadWeights<M extends LoadedMatrix>(
  ops: Ops<M>,
  weights: TransformerWeights,
): TransformerWeights<M> {
  const vector = (values: Float32Array) => {
    const room = ops.floats(values.length);
    room.set(values);
    return room;
  };
  const embedding = ops.load(weights.embedding);
  return {
    config: weights.config,
    embedding,
    head: weights.head === weights.embedding ? embedding : ops.load(weights.head),
    layers: weights.layers.map((layer) => loadLayer(layer, (matrix) => ops.load(matrix), vector)),
    norm: vector(weights.norm),
  };
}

function loadLayer<M>(
  layer: LayerWeights,
  matrix: (weights: Matrix) => M,
  vector: (values: Float32Array) => Float32Array,
): LayerWeights<M> {
  const { biases = {}, headNorms } = layer;
  return {
    attentionNorm: vector(layer.attentionNorm),
    query: matrix(layer.query),
    key: matrix(layer.key),
    value: matrix(layer.value),
    output: matrix(layer.output),
    feedForwardNorm: vector(layer.feedForwardNorm),
    gate: matrix(layer.gate),
    up: matrix(layer.up),
    down: matrix(layer.down),
    biases: Object.fromEntries(Object.entries(biases).map(([name, bias]) => [name, vector(bias)])),
    ...(headNorms && { headNorms: { query: vector(headNorms.query), key: vector(headNorms.key) } }),
  };
}
