/**
 * Reads the weight of a MatMulNBits node out of a graph.
 *
 * @module
 */
import type { QuantizedWeight } from "@/lib/models/onnx/dequantize.ts";
import {
  ELEMENT_TYPE,
  type ExternalLocation,
  type OnnxNode,
  type OnnxTensor,
} from "@/lib/models/onnx/onnx_graph.ts";

/** Gives the bytes of a tensor that lies in a file beside the model, or null if there is no such file. */
export type ReadExternal = (where: ExternalLocation) => Uint8Array | null;

/** Inputs of MatMulNBits, by position. */
export const INPUT = { a: 0, values: 1, scales: 2, zeroPoints: 3, groupIndex: 4, bias: 5 } as const;

/** The domain of onnxruntime's own operators. */
export const MICROSOFT = "com.microsoft";

/**
 * The weight of a node, or null where the node is not a MatMulNBits with constant 4- or 8-bit weights, float32
 * scales and no group index. The arrays are views of the model's bytes wherever alignment allows.
 *
 * @param offsets `[blocks, columns]`, to be added to the blocks; null for none.
 */
export function readQuantizedWeight(
  node: OnnxNode,
  offsets: OnnxTensor | null,
  tensors: ReadonlyMap<string, OnnxTensor>,
  readExternal: ReadExternal,
): QuantizedWeight | null {
  if (node.opType !== "MatMulNBits" || node.domain !== MICROSOFT || node.inputs[INPUT.groupIndex]) {
    return null;
  }
  const bits = node.integers.get("bits") ?? 4;
  const [depth, columns, blockSize] = ["K", "N", "block_size"].map((name) => node.integers.get(name));
  if ((bits !== 4 && bits !== 8) || !depth || !columns || !blockSize) return null;
  const read = (tensor: OnnxTensor | null | undefined) => tensor ? readElements(tensor, readExternal) : null;
  const input = (position: number) => read(tensors.get(node.inputs[position] ?? ""));
  const [values, scales, zeroPoints] = [input(INPUT.values), input(INPUT.scales), input(INPUT.zeroPoints)];
  const added = read(offsets);
  if (!(values instanceof Uint8Array) || !(scales instanceof Float32Array) || added instanceof Uint8Array) {
    return null;
  }
  if ((node.inputs[INPUT.zeroPoints] && !zeroPoints) || (offsets && !added)) return null;
  return { bits, blockSize, depth, columns, values, scales, zeroPoints, offsets: added };
}

/** Elements of a tensor of bytes or float32, a view wherever alignment allows; null where it is of another type or not there. */
export function readElements(
  tensor: OnnxTensor,
  readExternal: ReadExternal,
): Uint8Array | Float32Array | null {
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
