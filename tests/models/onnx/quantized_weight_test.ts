/** Which nodes of a graph are weights in blocks, and how short a buffer may be. */
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { findBlockOffsets } from "@/lib/models/onnx/block_offsets.ts";
import { dequantize, type QuantizedWeight } from "@/lib/models/onnx/dequantize.ts";
import { externalizeLarge } from "@/lib/models/onnx/expand_weights.ts";
import {
  ELEMENT_TYPE,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from "@/lib/models/onnx/onnx_graph.ts";
import { readElements, readQuantizedWeight } from "@/lib/models/onnx/quantized_weight.ts";
import { onnxNode, onnxTensor } from "./onnx_parts.ts";

const FORM = { bits: 4, K: 32, N: 3, block_size: 16 };
const VALUES = onnxTensor("q", [3, 2, 8], new Uint8Array(48));
const SCALES = onnxTensor("s", [6], Float32Array.of(1, 2, 3, 4, 5, 6));
const ZEROS = onnxTensor("z", [3], Uint8Array.of(1, 2, 3));
const OFFSETS = onnxTensor("o", [2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));

const product = (integers: Record<string, number> = FORM, inputs = ["x", "q", "s"]) =>
  onnxNode("MatMulNBits", inputs, ["y"], integers);

function read(node: OnnxNode, offsets: OnnxTensor | null = null, tensors = [VALUES, SCALES, ZEROS]) {
  const known = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return readQuantizedWeight(node, offsets, known, () => null);
}

Deno.test("readQuantizedWeight() reads a weight with what it is given", () => {
  const weight = read(product())!;
  assertEquals([weight.bits, weight.depth, weight.columns, weight.blockSize], [4, 32, 3, 16]);
  assertEquals([weight.scales, weight.zeroPoints, weight.offsets], [floatsOf(SCALES), null, null]);
  assertEquals(read(product({ K: 32, N: 3, block_size: 16 }))?.bits, 4);
  assertEquals(read(product({ ...FORM, bits: 8 }))?.bits, 8);
  const whole = read(product(FORM, ["x", "q", "s", "z", ""]), OFFSETS)!;
  assertEquals([whole.zeroPoints, whole.offsets], [Uint8Array.of(1, 2, 3), floatsOf(OFFSETS)]);
});

/** A tensor's float32 numbers. */
function floatsOf({ bytes }: OnnxTensor): Float32Array {
  return new Float32Array(bytes!.slice().buffer);
}

Deno.test("readQuantizedWeight() leaves every other node", () => {
  const others: (QuantizedWeight | null)[] = [
    read({ ...product(), opType: "MatMul" }),
    read({ ...product(), domain: "" }),
    read(product(FORM, ["x", "q", "s", "", "groups"])),
    ...[2, 3, 5, 16].map((bits) => read(product({ ...FORM, bits }))),
    ...["K", "N", "block_size"].map((name) => read(product({ ...FORM, [name]: 0 }))),
    read(product(FORM, ["x", "none", "s"])),
    read(product(FORM, ["x", "q", "none"])),
    read(product(FORM, ["x", "s", "s"])),
    read(product(FORM, ["x", "q", "q"])),
    read(product(FORM, ["x", "q", "s", "none"])),
    read(product(), { ...OFFSETS, bytes: null }),
    read(product(), { ...OFFSETS, elementType: ELEMENT_TYPE.uint8 }),
    read(product(), { ...OFFSETS, elementType: ELEMENT_TYPE.int64 }),
  ];
  assertEquals(others, others.map(() => null));
});

Deno.test("readElements() gives a view where the bytes lie on whole floats, and the same numbers elsewhere", () => {
  const bytes = new Uint8Array(32);
  const at = (offset: number) => {
    bytes.set(new Uint8Array(Float32Array.of(1.5, -2, 7).buffer), offset);
    return readElements({ ...SCALES, bytes: bytes.subarray(offset, offset + 12) }, () => null)!;
  };
  for (const offset of [0, 1, 2, 3, 4, 8]) {
    assertEquals(at(offset), Float32Array.of(1.5, -2, 7));
    assertEquals(at(offset).buffer === bytes.buffer, offset % 4 === 0, `${offset}`);
  }
  assertStrictEquals(readElements(ZEROS, () => null), ZEROS.bytes);
  assertEquals(readElements({ ...SCALES, bytes: null }, () => null), null);
  const external = { location: "beside", offset: 0, length: 4 };
  assertEquals(
    readElements({ ...SCALES, external }, () => at(4).subarray(0, 0) as Float32Array & Uint8Array),
    new Float32Array(),
  );
  assertEquals(readElements({ ...SCALES, external }, () => null), null);
});

/** Two columns of two blocks of 16, the second cut short. */
const WEIGHT: QuantizedWeight = {
  ...{ bits: 4, blockSize: 16, depth: 21, columns: 2 },
  values: new Uint8Array(32).fill(0xa9),
  scales: Float32Array.of(1, 2, 3, 4),
  zeroPoints: Uint8Array.of(0x21, 0x43),
  offsets: Float32Array.of(10, 20, 30, 40),
};

Deno.test("dequantize() of low-bit weights by hand, with a column's last block cut in a byte", () => {
  const into = new Float32Array(42);
  dequantize(WEIGHT, into);
  const run = (low: number, high: number, length: number) =>
    Array.from({ length }, (_, at) => at % 2 === 0 ? low : high);
  // Values are 9 and 10; zero points 1, 2 and 3, 4; offsets [blocks, columns].
  const first = [...run(8 + 10, 9 + 10, 16), ...run(14 + 30, 16 + 30, 5)];
  assertEquals([...into], [...first, ...run(18 + 20, 21 + 20, 16), ...run(20 + 40, 24 + 40, 5)]);
});

Deno.test("dequantize() refuses a buffer that is one too short, and takes one that is just long enough", () => {
  const throws = (change: Partial<QuantizedWeight>, length = 42) => {
    const expand = () => dequantize({ ...WEIGHT, ...change }, new Float32Array(length));
    assertThrows(expand, RangeError, "2 × 21: a buffer is too short");
  };
  throws({}, 41);
  throws({ values: new Uint8Array(31) });
  throws({ scales: new Float32Array(3) });
  throws({ zeroPoints: new Uint8Array(1) });
  throws({ zeroPoints: new Float32Array(3) });
  throws({ offsets: new Float32Array(3) });
  throws({ bits: 8, values: new Uint8Array(63), zeroPoints: null });
  throws({ bits: 8, values: new Uint8Array(64), zeroPoints: new Uint8Array(3) });
  dequantize(
    { ...WEIGHT, bits: 8, values: new Uint8Array(64), zeroPoints: new Uint8Array(4) },
    new Float32Array(42),
  );
  dequantize({ ...WEIGHT, zeroPoints: new Float32Array(4), offsets: null }, new Float32Array(42));
});

Deno.test("externalizeLarge() leaves 4,096 bytes inside, and moves 4,097 of the model's own", () => {
  const bytes = new Uint8Array(20_000);
  const tensor = (name: string, from: number, length: number, of = bytes) =>
    onnxTensor(name, [length], of.subarray(from, from + length));
  const initializers = [
    tensor("small", 0, 4096),
    tensor("large", 5000, 4097),
    tensor("other", 0, 9000, new Uint8Array(9000)),
    { ...tensor("none", 0, 1), bytes: null },
  ];
  const model = { initializers } as unknown as OnnxModel;
  const moved = externalizeLarge(model, bytes.subarray(100), "original").initializers;
  assertEquals(moved.map(({ external }) => external), [
    null,
    { location: "original", offset: 4900, length: 4097 },
    null,
    null,
  ]);
  assertEquals(moved.map(({ bytes }) => bytes?.length ?? null), [4096, null, 9000, null]);
});

interface PairChange {
  readonly nodes?: Readonly<Record<number, Partial<OnnxNode>>>;
  readonly shape?: readonly number[];
  readonly axes?: readonly number[];
  readonly offsets?: Partial<OnnxTensor>;
  readonly outputs?: readonly string[];
}

/** Whether `MatMulNBits(x) + sums of x's blocks · offsets` is found, after a change of one thing. */
function isPair(
  { nodes = {}, shape = [1, -1, 2, 16], axes = [-1], offsets = {}, outputs = ["y"] }: PairChange = {},
) {
  const integers = (name: string, values: readonly number[]) =>
    onnxTensor(name, [values.length], BigInt64Array.from(values, BigInt));
  const plain = [
    { ...product(), outputs: ["scaled"] },
    onnxNode("Reshape", ["x", "shape"], ["blocks"]),
    onnxNode("ReduceSum", ["blocks", "axes"], ["sums"], { keepdims: 0 }),
    onnxNode("MatMul", ["sums", "o"], ["shift"]),
    onnxNode("Add", ["scaled", "shift"], ["y"]),
  ];
  const model = {
    nodes: plain.map((node, at) => ({ ...node, ...nodes[at] })),
    initializers: [{ ...OFFSETS, ...offsets }, integers("shape", shape), integers("axes", axes)],
    outputs,
  };
  return findBlockOffsets(model as unknown as OnnxModel).size === 1;
}

Deno.test("findBlockOffsets() finds the pair in each of its spellings", () => {
  assertEquals(isPair(), true);
  assertEquals(isPair({ axes: [3] }), true);
  assertEquals(isPair({ nodes: { 4: { inputs: ["shift", "scaled"] } } }), true);
  for (const at of [1, 2, 3, 4]) assertEquals(isPair({ nodes: { [at]: { domain: "ai.onnx" } } }), true);
});

Deno.test("findBlockOffsets() finds nothing where any one thing is another", () => {
  const form = (change: Record<string, number>) => ({
    nodes: { 0: { integers: new Map(Object.entries({ ...FORM, ...change })) } },
  });
  const changes: PairChange[] = [
    ...[0, 1, 2, 3, 4].map((at) => ({ nodes: { [at]: { opType: "Mul" } } })),
    ...[1, 2, 3, 4].map((at) => ({ nodes: { [at]: { domain: "com.microsoft" } } })),
    { nodes: { 4: { hasSubgraph: true } } },
    { outputs: ["y", "scaled"] },
    { outputs: ["y", "shift"] },
    { nodes: { 0: { inputs: ["x", "q", "s", "", "", "bias"] } } },
    { nodes: { 1: { inputs: ["other", "shape"] } } },
    { nodes: { 1: { inputs: ["x", "computed"] } } },
    { nodes: { 2: { integers: new Map([["keepdims", 1]]) } } },
    { nodes: { 2: { integers: new Map() } } },
    { nodes: { 2: { inputs: ["blocks"] } } },
    { nodes: { 3: { inputs: ["sums", "computed"] } } },
    ...[[2], [0], [-2], [-1, 3]].map((axes) => ({ axes })),
    ...[[1, -1, 3, 16], [1, -1, 2, 8], [1, -1, 16, 2]].map((shape) => ({ shape })),
    ...[[2], [3, 2], [2, 2], [3, 3], [2, 3, 1]].map((dims) => ({ offsets: { dims } })),
    { offsets: { elementType: ELEMENT_TYPE.int64 } },
    ...[form({ K: 0 }), form({ N: 0 }), form({ block_size: 0 }), form({ K: 33 })],
  ];
  for (const change of changes) assertEquals(isPair(change), false, Deno.inspect(change));
});
