/**
 * Expanding on load: onnxruntime's WASM build dequantizes MatMulNBits weights again at every step. Here every
 * such node becomes a FusedMatMul on float32 weights that are expanded once, into one buffer handed to the
 * session as external data. The log-probabilities stay the same; the memory is known before it is taken.
 *
 * @module
 */
import { dequantize, type QuantizedWeight } from "@/lib/models/onnx/dequantize.ts";
import {
  ELEMENT_TYPE,
  type ExternalLocation,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from "@/lib/models/onnx/onnx_graph.ts";

/** Gives the bytes of a tensor that lies in a file beside the model, or null if there is no such file. */
export type ReadExternal = (where: ExternalLocation) => Uint8Array | null;

/** One distinct weight to expand; nodes that share it share the expansion. */
interface ExpandedWeight {
  readonly name: string;
  readonly weight: QuantizedWeight;
  /** Where it starts in the buffer, in bytes. */
  readonly offset: number;
}

/** What expanding a model would do. */
export interface ExpansionPlan {
  /** Bytes of the expanded weights; 0 where there is nothing to expand. */
  readonly bytes: number;
  readonly weights: readonly ExpandedWeight[];
  /** The model with every planned node replaced, reading its weights from the file `location`. */
  readonly model: OnnxModel;
}

const MICROSOFT = "com.microsoft";
/** Inputs of MatMulNBits, by position. */
const INPUT = { a: 0, values: 1, scales: 2, zeroPoints: 3, groupIndex: 4, bias: 5 } as const;
/** Initializers up to this many bytes stay inside the graph: shape inference reads them. */
const INLINE_BYTES = 4096;

/**
 * Plans the expansion of every MatMulNBits node with 4- or 8-bit weights and float32 scales, in a file to be
 * named `location`. Nodes with a group index, or with weights that are not constant, are left as they are.
 */
export function planExpansion(model: OnnxModel, location: string, readExternal: ReadExternal): ExpansionPlan {
  const tensors = new Map(model.initializers.map((tensor) => [tensor.name, tensor]));
  const weights = new Map<string, ExpandedWeight>();
  let bytes = 0;
  const nodes = model.nodes.flatMap((node) => {
    const weight = readWeight(node, tensors, readExternal);
    if (!weight) return [node];
    const name = [INPUT.values, INPUT.scales, INPUT.zeroPoints].map((input) => node.inputs[input] ?? "").join(
      "|",
    );
    if (!weights.has(name)) {
      weights.set(name, { name, weight, offset: bytes });
      bytes += weight.columns * weight.depth * Float32Array.BYTES_PER_ELEMENT;
    }
    return replaceNode(node, name);
  });
  const initializers = [
    ...keepUsed(model.initializers, nodes, model.nodes),
    ...[...weights.values()].map((expanded) => expandedTensor(expanded, location)),
  ];
  return { bytes, weights: [...weights.values()], model: { ...model, nodes, initializers } };
}

/**
 * Expands the planned weights into one buffer.
 *
 * @param pause Awaited between weights, so that a caller can report progress and cancel.
 * @throws {RangeError} If the memory cannot be had.
 */
export async function expandWeights(
  plan: ExpansionPlan,
  pause: (expandedBytes: number) => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new ArrayBuffer(plan.bytes);
  for (const { weight, offset } of plan.weights) {
    await pause(offset);
    dequantize(weight, new Float32Array(buffer, offset, weight.columns * weight.depth));
  }
  return new Uint8Array(buffer);
}

/**
 * Moves large initializers that lie in the model's own bytes out of the graph, by pointing at those bytes as
 * external data named `location`: the graph that the session parses gets small, and nothing is copied.
 */
export function externalizeLarge(model: OnnxModel, bytes: Uint8Array, location: string): OnnxModel {
  const initializers = model.initializers.map((tensor) => {
    if (!tensor.bytes || tensor.bytes.length <= INLINE_BYTES || tensor.bytes.buffer !== bytes.buffer) {
      return tensor;
    }
    const offset = tensor.bytes.byteOffset - bytes.byteOffset;
    return {
      ...tensor,
      bytes: null,
      fields: null,
      external: { location, offset, length: tensor.bytes.length },
    };
  });
  return { ...model, initializers };
}

function readWeight(
  node: OnnxNode,
  tensors: ReadonlyMap<string, OnnxTensor>,
  readExternal: ReadExternal,
): QuantizedWeight | null {
  if (node.opType !== "MatMulNBits" || node.domain !== MICROSOFT || node.inputs[INPUT.groupIndex]) {
    return null;
  }
  const bits = node.integers.get("bits") ?? 4;
  const [depth, columns, blockSize] = ["K", "N", "block_size"].map((name) => node.integers.get(name));
  if ((bits !== 4 && bits !== 8) || !depth || !columns || !blockSize) return null;
  const read = (input: number) => {
    const tensor = tensors.get(node.inputs[input] ?? "");
    return tensor ? readElements(tensor, readExternal) : null;
  };
  const [values, scales, zeroPoints] = [read(INPUT.values), read(INPUT.scales), read(INPUT.zeroPoints)];
  if (!(values instanceof Uint8Array) || !(scales instanceof Float32Array)) return null;
  if (node.inputs[INPUT.zeroPoints] && !zeroPoints) return null;
  return { bits, blockSize, depth, columns, values, scales, zeroPoints };
}

function readElements(tensor: OnnxTensor, readExternal: ReadExternal): Uint8Array | Float32Array | null {
  const bytes = tensor.external ? readExternal(tensor.external) : tensor.bytes;
  if (!bytes) return null;
  if (tensor.elementType === ELEMENT_TYPE.uint8) return bytes;
  if (tensor.elementType !== ELEMENT_TYPE.float) return null;
  const aligned = bytes.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new Float32Array(
    aligned.buffer,
    aligned.byteOffset,
    aligned.byteLength / Float32Array.BYTES_PER_ELEMENT,
  );
}

function replaceNode(node: OnnxNode, weight: string): OnnxNode[] {
  const output = node.outputs[0]!;
  const bias = node.inputs[INPUT.bias];
  const product = bias ? `${output}|product` : output;
  const blank = { name: node.name, hasSubgraph: false, fields: null };
  const matMul: OnnxNode = {
    ...blank,
    opType: "FusedMatMul",
    domain: MICROSOFT,
    inputs: [node.inputs[INPUT.a]!, weight],
    outputs: [product],
    integers: new Map([["transB", 1]]),
  };
  if (!bias) return [matMul];
  const add = { opType: "Add", domain: "", inputs: [product, bias], outputs: [output], integers: new Map() };
  return [matMul, { ...blank, ...add, name: `${node.name}|bias` }];
}

function expandedTensor({ name, weight, offset }: ExpandedWeight, location: string): OnnxTensor {
  const { columns, depth } = weight;
  const length = columns * depth * Float32Array.BYTES_PER_ELEMENT;
  const external = { location, offset, length };
  return {
    name,
    dims: [columns, depth],
    elementType: ELEMENT_TYPE.float,
    bytes: null,
    external,
    fields: null,
  };
}

/** Drops initializers that only replaced nodes read; those that nothing read before stay. */
function keepUsed(
  initializers: readonly OnnxTensor[],
  nodes: readonly OnnxNode[],
  before: readonly OnnxNode[],
): OnnxTensor[] {
  if (nodes.some((node) => node.hasSubgraph)) return [...initializers];
  const inputs = (list: readonly OnnxNode[]) => new Set(list.flatMap((node) => node.inputs));
  const [usedNow, usedBefore] = [inputs(nodes), inputs(before)];
  return initializers.filter(({ name }) => usedNow.has(name) || !usedBefore.has(name));
}
