/**
 * Finds weights of the form `scale · value + offset` that a graph spells as two products: MatMulNBits for the
 * scaled values, and a small MatMul of the input's block sums with the blocks' offsets, added to it. Once
 * the weights are expanded both are one product: `x · (W + offset of each block) `.
 *
 * @module
 */
import {
  ELEMENT_TYPE,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from "@/lib/models/onnx/onnx_graph.ts";

/** The two products that an Add joins. */
export interface BlockOffsets {
  readonly quantized: OnnxNode;
  /** `[blocks, columns]`, float32. */
  readonly offsets: OnnxTensor;
}

/** For each Add that joins such a pair: what it joins. The pair's own results have no other reader. */
export function findBlockOffsets(model: OnnxModel): ReadonlyMap<OnnxNode, BlockOffsets> {
  const graph = indexGraph(model);
  const found = new Map<OnnxNode, BlockOffsets>();
  if (model.nodes.some((node) => node.hasSubgraph)) return found;
  for (const add of model.nodes) {
    const pair = isStandard(add, "Add") ? matchAdd(add, graph) : null;
    if (pair) found.set(add, pair);
  }
  return found;
}

interface GraphIndex {
  readonly producers: ReadonlyMap<string, OnnxNode>;
  readonly readers: ReadonlyMap<string, number>;
  readonly tensors: ReadonlyMap<string, OnnxTensor>;
}

function indexGraph({ nodes, initializers, outputs }: OnnxModel): GraphIndex {
  const producers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const readers = new Map<string, number>();
  for (const name of [...nodes.flatMap((node) => node.inputs), ...outputs]) {
    readers.set(name, (readers.get(name) ?? 0) + 1);
  }
  return { producers, readers, tensors: new Map(initializers.map((tensor) => [tensor.name, tensor])) };
}

function matchAdd(add: OnnxNode, graph: GraphIndex): BlockOffsets | null {
  const [first, second] = add.inputs.map((name) =>
    graph.readers.get(name) === 1 ? graph.producers.get(name) : undefined
  );
  if (!first || !second) return null;
  return matchPair(first, second, graph) ?? matchPair(second, first, graph);
}

function matchPair(quantized: OnnxNode, product: OnnxNode, graph: GraphIndex): BlockOffsets | null {
  if (quantized.opType !== "MatMulNBits" || !isStandard(product, "MatMul")) return null;
  const [depth, columns, blockSize] = ["K", "N", "block_size"].map((name) => quantized.integers.get(name));
  const offsets = graph.tensors.get(product.inputs[1]!);
  if (!depth || !columns || !blockSize || depth % blockSize !== 0 || quantized.inputs[5]) return null;
  const blocks = depth / blockSize;
  const fits = offsets?.elementType === ELEMENT_TYPE.float && offsets.dims.length === 2 &&
    offsets.dims[0] === blocks && offsets.dims[1] === columns;
  if (!fits || !sumsBlocks(product.inputs[0]!, quantized.inputs[0]!, blocks, blockSize, graph)) return null;
  return { quantized, offsets };
}

/** Whether `sums` holds the sum of each block of `input`: a Reshape to `[…, blocks, blockSize]`, then a ReduceSum over its last axis. */
function sumsBlocks(
  sums: string,
  input: string,
  blocks: number,
  blockSize: number,
  graph: GraphIndex,
): boolean {
  const reduce = graph.producers.get(sums);
  if (!reduce || !isStandard(reduce, "ReduceSum") || reduce.integers.get("keepdims") !== 0) return false;
  const reshape = graph.producers.get(reduce.inputs[0]!);
  if (!reshape || !isStandard(reshape, "Reshape") || reshape.inputs[0] !== input) return false;
  const shape = constantIntegers(graph.tensors.get(reshape.inputs[1]!));
  const axes = constantIntegers(graph.tensors.get(reduce.inputs[1] ?? ""));
  const lastAxis = axes?.length === 1 && (axes[0] === -1 || axes[0] === (shape?.length ?? 0) - 1);
  return lastAxis && shape?.at(-2) === blocks && shape.at(-1) === blockSize;
}

function constantIntegers(tensor: OnnxTensor | undefined): number[] | null {
  if (!tensor?.bytes || tensor.elementType !== ELEMENT_TYPE.int64) return null;
  return Array.from(new BigInt64Array(tensor.bytes.slice().buffer), Number);
}

function isStandard(node: OnnxNode, opType: string): boolean {
  return node.opType === opType && (node.domain === "" || node.domain === "ai.onnx");
}
