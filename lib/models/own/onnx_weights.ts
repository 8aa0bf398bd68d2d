/**
 * Finds a model's weights in its ONNX graph: MatMulNBits by the names of their layers, with what the graph adds to
 * their blocks; plain products; the table that tokens are looked up in; norms and biases.
 *
 * @module
 */
import type { Matrix } from "@/lib/transformer/matrix.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import type { MatrixPart, VectorPart, WeightSource } from "@/lib/transformer/weights/weight_source.ts";
import { findBlockOffsets } from "@/lib/models/onnx/block_offsets.ts";
import {
  ELEMENT_TYPE,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from "@/lib/models/onnx/onnx_graph.ts";
import {
  INPUT,
  readElements,
  type ReadExternal,
  readQuantizedWeight,
} from "@/lib/models/onnx/quantized_weight.ts";
import { blockWeights } from "@/lib/models/own/block_weights.ts";
import { findEmbedding } from "@/lib/models/own/onnx_embedding.ts";
import { matrixPlace, type Place, vectorPlace } from "@/lib/models/own/onnx_names.ts";

/** Weights found in a graph, and the constants that are none. */
interface OnnxWeights extends WeightSource {
  /** Constants of floats that no part was made of, aside from single numbers: tables, or something unknown. */
  readonly rest: readonly OnnxTensor[];
}

/**
 * Finds the weights.
 *
 * @param width Channels of the residual stream.
 * @throws {UnknownModelError} If the graph multiplies by something of no known name or kind.
 */
export function onnxWeights(model: OnnxModel, width: number, readExternal: ReadExternal): OnnxWeights {
  const tensors = constantsOf(model);
  const claimed = new Set<string>();
  const matrices = findMatrices(model, tensors, readExternal, claimed);
  const vectors = findVectors(model, readExternal, claimed);
  const embedding = findEmbedding(model, width, tensors, readExternal, claimed, matrices.get("head") ?? null);
  const head = matrices.get("head") ?? (embedding?.isHead ? embedding.matrix : null);
  return {
    layerMatrix: (layer, part) => matrices.get(`${layer} ${part}`) ?? null,
    layerVector: (layer, part) => vectors.get(`${layer} ${part}`) ?? null,
    embedding: () => embedding?.matrix ?? null,
    head: () => head,
    norm: () => vectors.get("norm") ?? null,
    rest: model.initializers.filter((tensor) =>
      tensor.elementType !== ELEMENT_TYPE.int64 && !claimed.has(tensor.name) &&
      tensor.dims.reduce((product, length) => product * length, 1) > 1
    ),
  };
}

/** Initializers by name, also by the names of their reshaped selves: the order of the bytes is the same. */
function constantsOf({ initializers, nodes }: OnnxModel): Map<string, OnnxTensor> {
  const tensors = new Map(initializers.map((tensor) => [tensor.name, tensor]));
  for (const { opType, inputs, outputs } of nodes) {
    const source = opType === "Reshape" ? tensors.get(inputs[0]!) : undefined;
    if (source) tensors.set(outputs[0]!, source);
  }
  return tensors;
}

function findMatrices(
  model: OnnxModel,
  tensors: ReadonlyMap<string, OnnxTensor>,
  readExternal: ReadExternal,
  claimed: Set<string>,
): Map<string, Matrix> {
  const pairs = [...findBlockOffsets(model).values()];
  const offsets = new Map(pairs.map((pair) => [pair.quantized, pair.offsets]));
  for (const pair of pairs) claimed.add(pair.offsets.name);
  const found = new Map<string, Matrix>();
  for (const node of model.nodes) {
    const matrix = node.opType === "MatMulNBits"
      ? quantized(node, offsets.get(node) ?? null, tensors, readExternal, claimed)
      : node.opType === "MatMul"
      ? dense(node, tensors, readExternal, claimed)
      : null;
    if (matrix === null) continue;
    const key = keyOf(placeOf(node));
    if (found.has(key)) throw new UnknownModelError(`its graph has two products for "${key}"`);
    found.set(key, matrix);
  }
  return found;
}

function placeOf(node: OnnxNode): Place<MatrixPart> {
  const place = node.outputs[0] === "logits"
    ? "head"
    : matrixPlace(node.name) ?? matrixPlace(node.inputs[INPUT.values]!);
  if (place === null) throw new UnknownModelError(`its graph has a product of no known name, "${node.name}"`);
  return place;
}

function keyOf(place: Place<MatrixPart | VectorPart>): string {
  return typeof place === "string" ? place : `${place.layer} ${place.part}`;
}

function quantized(
  node: OnnxNode,
  offsets: OnnxTensor | null,
  tensors: ReadonlyMap<string, OnnxTensor>,
  readExternal: ReadExternal,
  claimed: Set<string>,
): Matrix {
  const weight = readQuantizedWeight(node, offsets, tensors, readExternal);
  if (!weight || node.inputs[INPUT.bias]) {
    throw new UnknownModelError(`the weights of "${node.name}" are not constant 4- or 8-bit blocks alone`);
  }
  for (const name of node.inputs.slice(INPUT.values)) claimed.add(tensors.get(name)?.name ?? name);
  return blockWeights(weight);
}

/** A product with a constant matrix [columns, rows] in float32; null for a product of two computed ones. */
function dense(
  node: OnnxNode,
  tensors: ReadonlyMap<string, OnnxTensor>,
  readExternal: ReadExternal,
  claimed: Set<string>,
): Matrix | null {
  const tensor = tensors.get(node.inputs[1]!);
  if (!tensor || claimed.has(tensor.name)) return null;
  const values = readElements(tensor, readExternal);
  const [columns = 0, rows = 0] = tensor.dims;
  if (!(values instanceof Float32Array) || tensor.dims.length !== 2 || values.length !== rows * columns) {
    throw new UnknownModelError(`the weights of "${node.name}" are not a float32 matrix`);
  }
  claimed.add(tensor.name);
  const data = new Float32Array(values.length);
  for (let column = 0, at = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) data[row * columns + column] = values[at++]!;
  }
  return { rows, columns, data };
}

function findVectors(
  { initializers }: OnnxModel,
  readExternal: ReadExternal,
  claimed: Set<string>,
): Map<string, Float32Array> {
  const found = new Map<string, Float32Array>();
  for (const tensor of initializers) {
    const place = tensor.dims.length === 1 ? vectorPlace(tensor.name) : null;
    const values = place && readElements(tensor, readExternal);
    if (!place || !(values instanceof Float32Array)) continue;
    if (found.has(keyOf(place))) throw new UnknownModelError(`its graph has two vectors "${keyOf(place)}"`);
    found.set(keyOf(place), values);
    claimed.add(tensor.name);
  }
  return found;
}
