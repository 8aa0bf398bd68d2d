/**
 * The parts of the ONNX format that rewriting a graph needs. Field numbers are those of onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 *
 * @module
 */
import { WireType } from "@bufbuild/protobuf/wire";
import {
  bytesField,
  bytesOf,
  type Field,
  integerField,
  integerOf,
  integersOf,
  readFields,
  textField,
  textOf,
  writeFields,
} from "@/lib/models/onnx/protobuf_message.ts";

const MODEL_GRAPH = 7;
const GRAPH = { node: 1, initializer: 5, output: 12 } as const;
const VALUE_NAME = 1;
const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5, domain: 7 } as const;
const ATTRIBUTE = { name: 1, integer: 3, graph: 6, type: 20 } as const;
const ATTRIBUTE_TYPE_INT = 2;
const TENSOR = {
  dims: 1,
  dataType: 2,
  floatData: 4,
  name: 8,
  rawData: 9,
  externalData: 13,
  dataLocation: 14,
} as const;
const ENTRY = { key: 1, value: 2 } as const;
const LOCATION_EXTERNAL = 1;

/** Element types of tensors that this code handles (TensorProto.DataType). */
export const ELEMENT_TYPE = { float: 1, uint8: 2, int64: 7 } as const;

/** A node; `fields` is what it was read from, null for a new one. */
export interface OnnxNode {
  readonly opType: string;
  /** Empty for the standard operators. */
  readonly domain: string;
  readonly name: string;
  /** Names of values; an optional input that is not given is "". */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes that are integers. */
  readonly integers: ReadonlyMap<string, number>;
  /** Whether it holds graphs of its own (If, Loop), which may read any value of this one. */
  readonly hasSubgraph: boolean;
  readonly fields: readonly Field[] | null;
}

/** Where a tensor's bytes are, in a file beside the model. */
export interface ExternalLocation {
  readonly location: string;
  readonly offset: number;
  /** Null for up to the file's end. */
  readonly length: number | null;
}

/** An initializer. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly elementType: number;
  /** The bytes where they are in the model itself, as little-endian elements; null where they are external or typed otherwise. */
  readonly bytes: Uint8Array | null;
  readonly external: ExternalLocation | null;
  readonly fields: readonly Field[] | null;
}

/** A model whose graph's nodes and initializers can be replaced; everything else is kept as it is. */
export interface OnnxModel {
  readonly fields: readonly Field[];
  readonly graphFields: readonly Field[];
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  /** Names of the graph's outputs. */
  readonly outputs: readonly string[];
}

/** Reads a model. @throws {Error} If the bytes are not an ONNX model. */
export function readModel(bytes: Uint8Array): OnnxModel {
  const fields = readFields(bytes);
  const graph = fields.find((field) => field.number === MODEL_GRAPH);
  if (!graph) throw new TypeError("Cannot read the ONNX model: it has no graph");
  const graphFields = readFields(bytesOf(graph));
  const messages = (number: number) => graphFields.filter((field) => field.number === number).map(bytesOf);
  return {
    fields,
    graphFields,
    nodes: messages(GRAPH.node).map(readNode),
    initializers: messages(GRAPH.initializer).map(readTensor),
    outputs: messages(GRAPH.output).flatMap((value) =>
      readFields(value).filter(({ number }) => number === VALUE_NAME).map(textOf)
    ),
  };
}

/** Writes a model. Nodes come first, then initializers, then the graph's other fields in their order. */
export function writeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const others = model.graphFields.filter(({ number }) =>
    number !== GRAPH.node && number !== GRAPH.initializer
  );
  const graph = writeFields([
    ...model.nodes.map((node) => bytesField(GRAPH.node, writeNode(node))),
    ...model.initializers.map((tensor) => bytesField(GRAPH.initializer, writeTensor(tensor))),
    ...others,
  ]);
  return writeFields(
    model.fields.map((field) => field.number === MODEL_GRAPH ? bytesField(MODEL_GRAPH, graph) : field),
  );
}

function readNode(message: Uint8Array): OnnxNode {
  const fields = readFields(message);
  const texts = (number: number) => fields.filter((field) => field.number === number).map(textOf);
  const attributes = fields.filter((field) => field.number === NODE.attribute).map((field) =>
    readFields(bytesOf(field))
  );
  return {
    opType: texts(NODE.opType)[0] ?? "",
    domain: texts(NODE.domain)[0] ?? "",
    name: texts(NODE.name)[0] ?? "",
    inputs: texts(NODE.input),
    outputs: texts(NODE.output),
    integers: new Map(attributes.flatMap(readIntegerAttribute)),
    hasSubgraph: attributes.some((parts) => parts.some((part) => part.number === ATTRIBUTE.graph)),
    fields,
  };
}

function readIntegerAttribute(parts: readonly Field[]): [string, number][] {
  const name = parts.find((part) => part.number === ATTRIBUTE.name);
  const value = parts.find((part) => part.number === ATTRIBUTE.integer);
  return name && value ? [[textOf(name), integerOf(value)]] : [];
}

function writeNode(node: OnnxNode): Uint8Array {
  if (node.fields) return writeFields(node.fields);
  return writeFields([
    ...node.inputs.map((name) => textField(NODE.input, name)),
    ...node.outputs.map((name) => textField(NODE.output, name)),
    textField(NODE.name, node.name),
    textField(NODE.opType, node.opType),
    ...[...node.integers].map(([name, value]) =>
      bytesField(NODE.attribute, writeIntegerAttribute(name, value))
    ),
    textField(NODE.domain, node.domain),
  ]);
}

function writeIntegerAttribute(name: string, value: number): Uint8Array {
  return writeFields([
    textField(ATTRIBUTE.name, name),
    integerField(ATTRIBUTE.integer, value),
    integerField(ATTRIBUTE.type, ATTRIBUTE_TYPE_INT),
  ]);
}

function readTensor(message: Uint8Array): OnnxTensor {
  const fields = readFields(message);
  const find = (number: number) => fields.find((field) => field.number === number);
  const name = find(TENSOR.name);
  const elementType = find(TENSOR.dataType);
  const packed = fields.find(({ number, wireType }) =>
    number === TENSOR.floatData && wireType === WireType.LengthDelimited
  );
  const data = find(TENSOR.rawData) ?? packed;
  const location = find(TENSOR.dataLocation);
  const isExternal = location !== undefined && integerOf(location) === LOCATION_EXTERNAL;
  return {
    name: name ? textOf(name) : "",
    dims: integersOf(fields.filter((field) => field.number === TENSOR.dims)),
    elementType: elementType ? integerOf(elementType) : 0,
    bytes: data && !isExternal ? bytesOf(data) : null,
    external: isExternal ? readExternal(fields) : null,
    fields,
  };
}

function readExternal(fields: readonly Field[]): ExternalLocation {
  const entries = new Map(
    fields.filter((field) => field.number === TENSOR.externalData).map((field) => {
      const parts = readFields(bytesOf(field));
      const text = (number: number) => parts.filter((part) => part.number === number).map(textOf)[0] ?? "";
      return [text(ENTRY.key), text(ENTRY.value)] as const;
    }),
  );
  const length = entries.get("length");
  return {
    location: entries.get("location") ?? "",
    offset: Number(entries.get("offset") ?? 0),
    length: length === undefined ? null : Number(length),
  };
}

function writeTensor(tensor: OnnxTensor): Uint8Array {
  if (tensor.fields) return writeFields(tensor.fields);
  return writeFields([
    ...tensor.dims.map((length) => integerField(TENSOR.dims, length)),
    integerField(TENSOR.dataType, tensor.elementType),
    textField(TENSOR.name, tensor.name),
    ...(tensor.bytes ? [bytesField(TENSOR.rawData, tensor.bytes)] : []),
    ...(tensor.external ? writeExternal(tensor.external) : []),
  ]);
}

function writeExternal({ location, offset, length }: ExternalLocation): Field[] {
  const entries = [["location", location], ["offset", `${offset}`], ["length", `${length}`]] as const;
  return [
    ...entries.map(([key, value]) =>
      bytesField(TENSOR.externalData, writeFields([textField(ENTRY.key, key), textField(ENTRY.value, value)]))
    ),
    integerField(TENSOR.dataLocation, LOCATION_EXTERNAL),
  ];
}
