import { ELEMENT_TYPE, type OnnxNode, type OnnxTensor } from "@/lib/models/onnx/onnx_graph.ts";

/** A node as it is read of a graph, named after its operator. */
export function onnxNode(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  integers: Readonly<Record<string, number>> = {},
): OnnxNode {
  const known = new Map(Object.entries(integers));
  const domain = opType === "MatMulNBits" ? "com.microsoft" : "";
  return { opType, inputs, outputs, domain, name: opType, integers: known, hasSubgraph: false, fields: null };
}

/** A constant of float32, bytes or int64, after the kind of its values. */
export function onnxTensor(
  name: string,
  dims: readonly number[],
  values: Float32Array | Uint8Array | BigInt64Array,
): OnnxTensor {
  const elementType = values instanceof Float32Array
    ? ELEMENT_TYPE.float
    : values instanceof Uint8Array
    ? ELEMENT_TYPE.uint8
    : ELEMENT_TYPE.int64;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { name, dims, elementType, bytes, external: null, fields: null };
}
