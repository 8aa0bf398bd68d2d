/**
 * Expanding on load: onnxruntime's WASM build dequantizes MatMulNBits weights again at every step. Here every
 * such node becomes a FusedMatMul on float32 weights that are expanded once, into one buffer handed to the
 * session as external data. The log-probabilities stay the same; the memory is known before it is taken.
 *
 * @module
 */
import { type BlockOffsets, findBlockOffsets } from "@/lib/models/onnx/block_offsets.ts";
import { dequantize, type QuantizedWeight } from "@/lib/models/onnx/dequantize.ts";
import {
  ELEMENT_TYPE,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from "@/lib/models/onnx/onnx_graph.ts";
import {
  INPUT,
  MICROSOFT,
  type ReadExternal,
  readQuantizedWeight,
} from "@/lib/models/onnx/quantized_weight.ts";

/** One distinct weight to expand; nodes that share it share the expansion. */
interface ExpandedWeight {
  /** Name of the initializer it becomes. */
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

/** Initializers up to this many bytes stay inside the graph: shape inference reads them. */
const INLINE_BYTES = 4096;

/**
 * Plans the expansion of every MatMulNBits node with 4- or 8-bit weights and float32 scales, in a file to be
 * named `location`. Nodes with a group index, or with weights that are not constant, are left as they are.
 */
export function planExpansion(model: OnnxModel, location: string, readExternal: ReadExternal): ExpansionPlan {
  const planner = new Planner(model, readExternal);
  const pairs = findBlockOffsets(model);
  const paired = new Set([...pairs.values()].map(({ quantized }) => quantized));
  const replaced = model.nodes.flatMap((node) =>
    paired.has(node) ? [node] : planner.replace(node, pairs.get(node))
  );
  if (planner.bytes === 0) return { bytes: 0, weights: [], model };
  const nodes = dropUnread(replaced, model.outputs);
  const initializers = [
    ...dropUnused(model.initializers, nodes, model.nodes),
    ...planner.weights.map((expanded) => expandedTensor(expanded, location)),
  ];
  return { bytes: planner.bytes, weights: planner.weights, model: { ...model, nodes, initializers } };
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

/** Gives each distinct weight its place in the buffer while nodes are replaced. */
class Planner {
  readonly #tensors: ReadonlyMap<string, OnnxTensor>;
  readonly #readExternal: ReadExternal;
  readonly #weights = new Map<string, ExpandedWeight>();
  bytes = 0;

  constructor(model: OnnxModel, readExternal: ReadExternal) {
    this.#tensors = new Map(model.initializers.map((tensor) => [tensor.name, tensor]));
    this.#readExternal = readExternal;
  }

  get weights(): ExpandedWeight[] {
    return [...this.#weights.values()];
  }

  /** What takes a node's place: itself, if there is nothing to expand. */
  replace(node: OnnxNode, pair: BlockOffsets | undefined): OnnxNode[] {
    const source = pair?.quantized ?? node;
    const offsets = pair?.offsets ?? null;
    const weight = readQuantizedWeight(source, offsets, this.#tensors, this.#readExternal);
    return weight ? fusedMatMul(source, node.outputs[0]!, this.#place(source, offsets, weight)) : [node];
  }

  #place(node: OnnxNode, offsets: OnnxTensor | null, weight: QuantizedWeight): string {
    const parts = [INPUT.values, INPUT.scales, INPUT.zeroPoints].map((input) => node.inputs[input] ?? "");
    const name = [...parts, offsets?.name ?? ""].join("|");
    if (!this.#weights.has(name)) {
      this.#weights.set(name, { name, weight, offset: this.bytes });
      this.bytes += weight.columns * weight.depth * Float32Array.BYTES_PER_ELEMENT;
    }
    return name;
  }
}

function fusedMatMul(node: OnnxNode, output: string, weight: string): OnnxNode[] {
  const bias = node.inputs[INPUT.bias];
  const product = bias ? `${output}|product` : output;
  const blank = { hasSubgraph: false, fields: null };
  const matMul: OnnxNode = {
    ...blank,
    name: node.name,
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

/** Drops nodes whose results nothing reads any more. */
function dropUnread(nodes: readonly OnnxNode[], outputs: readonly string[]): OnnxNode[] {
  if (nodes.some((node) => node.hasSubgraph)) return [...nodes];
  const read = new Set(outputs);
  const kept = nodes.toReversed().filter((node) => {
    const isRead = node.outputs.some((output) => read.has(output));
    if (isRead) node.inputs.forEach((input) => read.add(input));
    return isRead;
  });
  return kept.reverse();
}

/** Drops initializers that only replaced nodes read; those that nothing read before stay. */
function dropUnused(
  initializers: readonly OnnxTensor[],
  nodes: readonly OnnxNode[],
  before: readonly OnnxNode[],
): OnnxTensor[] {
  if (nodes.some((node) => node.hasSubgraph)) return [...initializers];
  const inputs = (list: readonly OnnxNode[]) => new Set(list.flatMap((node) => node.inputs));
  const [usedNow, usedBefore] = [inputs(nodes), inputs(before)];
  return initializers.filter(({ name }) => usedNow.has(name) || !usedBefore.has(name));
}
