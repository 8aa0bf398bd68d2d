/**
 * Finds the table that a graph looks tokens up in: a float32 matrix, blocks of its own, or the output matrix's.
 *
 * @module
 */
import type { Matrix } from "@/lib/transformer/matrix.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import type { OnnxModel, OnnxNode, OnnxTensor } from "@/lib/models/onnx/onnx_graph.ts";
import { INPUT, readElements, type ReadExternal } from "@/lib/models/onnx/quantized_weight.ts";
import { blockWeights } from "@/lib/models/own/block_weights.ts";

/** The table. */
interface OnnxEmbedding {
  readonly matrix: Matrix;
  /** Whether the graph multiplies by the same table, turned, to get its output. */
  readonly isHead: boolean;
}

type Tensors = ReadonlyMap<string, OnnxTensor>;

/**
 * Finds the table; null where there is none of a known kind.
 *
 * @param width Numbers that a token is looked up as.
 * @param head The output matrix, where it is in blocks.
 */
export function findEmbedding(
  model: OnnxModel,
  width: number,
  tensors: Tensors,
  readExternal: ReadExternal,
  claimed: Set<string>,
  head: Matrix | null,
): OnnxEmbedding | null {
  const lookUps = model.nodes.filter(({ inputs }) => inputs[1] === "input_ids");
  const blocks = lookUps.find(({ opType }) => opType === "GatherBlockQuantized");
  if (blocks) {
    return { matrix: shared(blockTable(blocks, width, tensors, readExternal, claimed), head), isHead: false };
  }
  const names = lookUps.filter(({ opType }) => opType === "Gather").map(({ inputs }) => inputs[0]!);
  if (head !== null && isTableOfHead(names, model)) return { matrix: head, isHead: false };
  const [name] = names;
  const tensor = tensors.get(name ?? "");
  const data = tensor ? readElements(tensor, readExternal) : null;
  if (names.length !== 1 || !tensor || !(data instanceof Float32Array)) return null;
  claimed.add(tensor.name);
  const [rows = 0, columns = 0] = tensor.dims;
  return { matrix: { rows, columns, data }, isHead: isTurned(tensor.name, model) };
}

/** Whether rows of the output matrix's integers and of its scales are what is looked up. */
function isTableOfHead(names: readonly string[], { nodes }: OnnxModel): boolean {
  const head = nodes.find(({ opType, outputs }) => opType === "MatMulNBits" && outputs[0] === "logits");
  const parts = head?.inputs.slice(INPUT.values).filter((name) => name !== "") ?? [];
  return parts.length === 2 && names.length === 2 && parts.every((part) => names.includes(part));
}

/** Whether the graph's output is a product with the table, turned. */
function isTurned(table: string, { nodes }: OnnxModel): boolean {
  const turned = nodes.find(({ opType, inputs }) => opType === "Transpose" && inputs[0] === table);
  const product = nodes.find(({ outputs }) => outputs[0] === "logits");
  return turned !== undefined && product?.opType === "MatMul" && product.inputs[1] === turned.outputs[0];
}

/**
 * A table in blocks as onnxruntime's GatherBlockQuantized has it.
 * Source: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.GatherBlockQuantized
 */
function blockTable(
  node: OnnxNode,
  width: number,
  tensors: Tensors,
  readExternal: ReadExternal,
  claimed: Set<string>,
): Matrix {
  const [data, , scales, zeroPoints] = node.inputs.map((name) => tensors.get(name));
  const bits = node.integers.get("bits") ?? 4;
  const blockSize = node.integers.get("block_size") ?? 128;
  const values = data ? readElements(data, readExternal) : null;
  const factors = scales ? readElements(scales, readExternal) : null;
  const zeros = zeroPoints ? readElements(zeroPoints, readExternal) : null;
  const axes = (node.integers.get("gather_axis") ?? 0) === 0 &&
    (node.integers.get("quantize_axis") ?? 1) !== 0;
  const known = axes && (bits === 4 || bits === 8) && values instanceof Uint8Array &&
    factors instanceof Float32Array && (!zeroPoints || zeros instanceof Uint8Array);
  if (!known || !data || !scales) {
    throw new UnknownModelError("its table of tokens is in blocks of another kind");
  }
  const [rows = 0] = data.dims;
  for (const tensor of [data, scales, zeroPoints]) if (tensor) claimed.add(tensor.name);
  return blockWeights({
    bits,
    blockSize,
    depth: width,
    columns: rows,
    values,
    scales: factors,
    zeroPoints: zeros,
    offsets: null,
  });
}

/** The output matrix itself where it is made of the same bytes, so that they are kept once. */
function shared(table: Matrix, head: Matrix | null): Matrix {
  if (head === null || !("quants" in head) || !("quants" in table)) return table;
  const same = head.quants.buffer === table.quants.buffer &&
    head.quants.byteOffset === table.quants.byteOffset && head.columns === table.columns &&
    head.offsets.every((offset, index) => offset === table.offsets[index]);
  return same ? head : table;
}
