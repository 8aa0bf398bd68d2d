/** Weights in blocks as this site's own engine takes them, by numbers that can be added up by hand. */
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  ELEMENT_TYPE,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from "@/lib/models/onnx/onnx_graph.ts";
import type { QuantizedWeight } from "@/lib/models/onnx/dequantize.ts";
import { blockWeights } from "@/lib/models/own/block_weights.ts";
import { findEmbedding } from "@/lib/models/own/onnx_embedding.ts";
import { onnxWeights } from "@/lib/models/own/onnx_weights.ts";
import type { Matrix } from "@/lib/transformer/matrix.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import { onnxNode, onnxTensor } from "../onnx/onnx_parts.ts";

/** Two rows of three blocks of 16, the last cut short. */
const WEIGHT: QuantizedWeight = {
  bits: 4,
  blockSize: 16,
  depth: 40,
  columns: 2,
  values: new Uint8Array(48),
  scales: Float32Array.of(1, 2, 3, 4, 5, 6),
  zeroPoints: null,
  offsets: null,
};

const offsetsOf = (change: Partial<QuantizedWeight>) => [...blockWeights({ ...WEIGHT, ...change }).offsets];

Deno.test("blockWeights() makes one number of a block's scale, zero point and offset", () => {
  assertEquals(offsetsOf({}), [-8, -16, -24, -32, -40, -48]);
  assertEquals(offsetsOf({ bits: 8, values: new Uint8Array(96) }), [-128, -256, -384, -512, -640, -768]);
  // Three zero points a row in two bytes, low half first: 1, 2, 3 and 4, 5, 6.
  const packed = Uint8Array.of(0x21, 0xf3, 0x54, 0xf6);
  assertEquals(offsetsOf({ zeroPoints: packed }), [-1, -4, -9, -16, -25, -36]);
  const bytes = Uint8Array.of(1, 2, 3, 4, 5, 200);
  const eight = { bits: 8, values: new Uint8Array(96), zeroPoints: bytes } as const;
  assertEquals(offsetsOf(eight), [-1, -4, -9, -16, -25, -1200]);
  assertEquals(offsetsOf({ zeroPoints: Float32Array.of(0.5, 0, 0, 0, 0, 2) }), [-0.5, -0, -0, -0, -0, -12]);
  // Offsets are [blocks, columns].
  const offsets = Float32Array.of(10, 20, 30, 40, 50, 60);
  assertEquals(offsetsOf({ offsets }), [2, 14, 26, -12, 0, 12]);
});

Deno.test("blockWeights() keeps the file's own integers and says the shape", () => {
  const made = blockWeights(WEIGHT);
  assertEquals([made.rows, made.columns, made.bits, made.block], [2, 40, 4, 16]);
  assertStrictEquals(made.quants, WEIGHT.values);
});

Deno.test("blockWeights() refuses other block sizes, and tensors of any other length", () => {
  const refuses = (change: Partial<QuantizedWeight>, reason: string) =>
    assertThrows(() => blockWeights({ ...WEIGHT, ...change }), UnknownModelError, reason);
  for (const blockSize of [8, 24, 256]) refuses({ blockSize }, `blocks have ${blockSize}`);
  for (const length of [47, 49]) refuses({ values: new Uint8Array(length) }, "tensors of another length");
  for (const length of [5, 7]) refuses({ scales: new Float32Array(length) }, "tensors of another length");
  const zeros = "zero points of another length";
  for (const length of [3, 5, 6]) refuses({ zeroPoints: new Uint8Array(length) }, zeros);
  for (const length of [4, 5, 7]) {
    refuses({ zeroPoints: new Float32Array(length) }, zeros);
    refuses({ bits: 8, values: new Uint8Array(96), zeroPoints: new Uint8Array(length) }, zeros);
    refuses({ offsets: new Float32Array(length) }, zeros);
  }
  for (const blockSize of [32, 64, 128]) {
    const blocks = Math.ceil(40 / blockSize);
    const values = new Uint8Array(blocks * blockSize);
    blockWeights({ ...WEIGHT, blockSize, values, scales: new Float32Array(2 * blocks) });
  }
});

const VALUES = onnxTensor("values", [2, 3, 8], WEIGHT.values);
const SCALES = onnxTensor("scales", [2, 3], WEIGHT.scales);
const ZEROS = onnxTensor("zeros", [2, 2], Uint8Array.of(0x21, 0xf3, 0x54, 0xf6));
const LOOK_UP = { bits: 4, block_size: 16, gather_axis: 0, quantize_axis: 1 };

function table(
  integers: Record<string, number>,
  tensors: readonly OnnxTensor[] = [VALUES, SCALES],
  head: Matrix | null = null,
) {
  const inputs = ["values", "input_ids", "scales", "zeros"];
  const model = { nodes: [onnxNode("GatherBlockQuantized", inputs, ["embedded"], integers)] };
  const known = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const claimed = new Set<string>();
  const found = findEmbedding(model as unknown as OnnxModel, 40, known, () => null, claimed, head);
  return { ...found!, claimed: [...claimed] };
}

Deno.test("findEmbedding() reads a table in blocks, with zero points and without", () => {
  const { matrix, claimed, isHead } = table(LOOK_UP);
  assertEquals(matrix, blockWeights(WEIGHT));
  assertEquals([isHead, claimed], [false, ["values", "scales"]]);
  const zeroed = table(LOOK_UP, [VALUES, SCALES, ZEROS]);
  assertEquals(zeroed.matrix, blockWeights({ ...WEIGHT, zeroPoints: ZEROS.bytes }));
  assertEquals(zeroed.claimed, ["values", "scales", "zeros"]);
  assertEquals(table({ block_size: 16 }).matrix, matrix);
});

Deno.test("findEmbedding() reads a table of bytes", () => {
  const values = onnxTensor("values", [2, 3, 16], new Uint8Array(96).fill(7));
  const { matrix } = table({ ...LOOK_UP, bits: 8 }, [values, SCALES]);
  assertEquals(matrix, blockWeights({ ...WEIGHT, bits: 8, values: values.bytes! }));
});

Deno.test("findEmbedding() takes blocks of 128 for what a graph leaves unsaid", () => {
  const values = onnxTensor("values", [2, 1, 64], new Uint8Array(128));
  const { matrix } = table({}, [values, onnxTensor("scales", [2, 1], Float32Array.of(1, 2))]);
  assertEquals("block" in matrix && [matrix.bits, matrix.block], [4, 128]);
});

Deno.test("findEmbedding() refuses a table whose blocks lie otherwise", () => {
  const refuses = (...asked: Parameters<typeof table>) =>
    assertThrows(() => table(...asked), UnknownModelError, "blocks of another kind");
  refuses({ ...LOOK_UP, gather_axis: 1 });
  refuses({ ...LOOK_UP, quantize_axis: 0 });
  refuses({ ...LOOK_UP, bits: 2 });
  refuses(LOOK_UP, [SCALES]);
  refuses(LOOK_UP, [VALUES]);
  refuses(LOOK_UP, [{ ...VALUES, elementType: ELEMENT_TYPE.float }, SCALES]);
  refuses(LOOK_UP, [VALUES, { ...SCALES, elementType: ELEMENT_TYPE.uint8 }]);
  refuses(LOOK_UP, [VALUES, SCALES, { ...ZEROS, elementType: ELEMENT_TYPE.float }]);
});

Deno.test("findEmbedding() gives the output matrix itself where it is the same bytes and offsets, and only there", () => {
  const head = blockWeights({ ...WEIGHT, values: VALUES.bytes! });
  assertStrictEquals(table(LOOK_UP, undefined, head).matrix, head);
  const changed: Matrix[] = [
    { ...head, quants: head.quants.slice() },
    { ...head, quants: head.quants.subarray(1) },
    { ...head, columns: 41 },
    { ...head, offsets: head.offsets.with(5, 1) },
    { rows: 2, columns: 40, data: new Float32Array(80) },
  ];
  for (const each of changed) assertEquals(table(LOOK_UP, undefined, each).matrix === each, false);
});

Deno.test("findEmbedding() takes the output's blocks for the table where both of their parts are looked up", () => {
  const head = blockWeights(WEIGHT);
  const product = (...inputs: string[]) => onnxNode("MatMulNBits", ["x", ...inputs], ["logits"]);
  const look = (name: string) => onnxNode("Gather", [name, "input_ids"], [`${name}.row`]);
  const isHead = (given: Matrix | null, ...nodes: OnnxNode[]) => {
    const model = { nodes } as unknown as OnnxModel;
    return findEmbedding(model, 40, new Map(), () => null, new Set(), given)?.matrix === head;
  };
  const [values, scales] = [look("values"), look("scales")];
  assertEquals(isHead(head, product("values", "scales"), values, scales), true);
  assertEquals(isHead(head, product("values", "scales", ""), values, scales), true);
  assertEquals(isHead(null, product("values", "scales"), values, scales), false);
  assertEquals(isHead(head, product("values", "scales"), values), false);
  assertEquals(isHead(head, product("values", "scales"), values, scales, look("zeros")), false);
  assertEquals(isHead(head, product("values", "scales", "zeros"), values, scales), false);
  assertEquals(isHead(head, product("values", "zeros"), values, scales), false);
  assertEquals(isHead(head, { ...product("values", "scales"), outputs: ["y"] }, values, scales), false);
  assertEquals(isHead(head, { ...product("values", "scales"), opType: "MatMul" }, values, scales), false);
});

function weights(nodes: readonly OnnxNode[], initializers: readonly OnnxTensor[]) {
  return onnxWeights({ nodes, initializers, outputs: ["logits"] } as unknown as OnnxModel, 40, () => null);
}

/** Two columns of three rows, as ONNX has them: [columns, rows]. */
const DENSE = onnxTensor("dense", [2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));

Deno.test("onnxWeights() turns a float32 matrix, and refuses what is none", () => {
  const head = (tensor: OnnxTensor) =>
    weights([onnxNode("MatMul", ["x", "dense"], ["logits"])], [tensor]).head();
  assertEquals(head(DENSE), { rows: 3, columns: 2, data: Float32Array.of(1, 4, 2, 5, 3, 6) });
  const odd = [
    { ...DENSE, dims: [6] },
    { ...DENSE, dims: [2, 3, 1] },
    { ...DENSE, dims: [2, 4] },
    { ...DENSE, dims: [3, 3] },
    { ...DENSE, elementType: ELEMENT_TYPE.uint8 },
  ];
  for (const tensor of odd) assertThrows(() => head(tensor), UnknownModelError, "not a float32 matrix");
  assertEquals(weights([onnxNode("MatMul", ["x", "computed"], ["logits"])], [DENSE]).head(), null);
});

Deno.test("onnxWeights() reads blocks, and refuses those with a bias, of other bits, or of no known name", () => {
  const head = (change: Partial<OnnxNode> = {}) => {
    const form = { bits: 4, K: 40, N: 2, block_size: 16 };
    const node = { ...onnxNode("MatMulNBits", ["x", "values", "scales"], ["logits"], form), ...change };
    return weights([node], [VALUES, SCALES]);
  };
  assertEquals(head().head(), blockWeights({ ...WEIGHT, values: VALUES.bytes! }));
  assertEquals(head().rest, []);
  const refuses = (change: Partial<OnnxNode>, reason: string) =>
    assertThrows(() => head(change), UnknownModelError, reason);
  refuses({ inputs: ["x", "values", "scales", "", "", "bias"] }, "not constant 4- or 8-bit blocks alone");
  refuses({ inputs: ["x", "computed", "scales"] }, "not constant 4- or 8-bit blocks alone");
  refuses({ name: "MatMul_7", outputs: ["y"] }, 'a product of no known name, "MatMul_7"');
  const twice = [
    onnxNode("MatMul", ["x", "dense"], ["logits"]),
    onnxNode("MatMul", ["x", "other"], ["logits"]),
  ];
  const both = [DENSE, { ...DENSE, name: "other" }];
  assertThrows(() => weights(twice, both), UnknownModelError, 'two products for "head"');
});

Deno.test("onnxWeights() finds a constant by the name of its reshaped self", () => {
  const reshape = onnxNode("Reshape", ["dense", "shape"], ["flat"]);
  const product = onnxNode("MatMul", ["x", "flat"], ["logits"]);
  assertEquals(weights([reshape, product], [DENSE]).head()?.rows, 3);
  assertEquals(weights([{ ...reshape, opType: "Identity" }, product], [DENSE]).head(), null);
});

Deno.test("onnxWeights() leaves over constants of floats and bytes with more than one number, once none is a part", () => {
  const norm = onnxTensor("model.norm.weight", [2], Float32Array.of(1, 2));
  const others = [
    onnxTensor("one", [1, 1], Float32Array.of(1)),
    onnxTensor("scalar", [], Float32Array.of(1)),
    onnxTensor("two", [1, 2], Float32Array.of(1, 2)),
    onnxTensor("bytes", [3], Uint8Array.of(1, 2, 3)),
    onnxTensor("integers", [2], BigInt64Array.of(1n, 2n)),
  ];
  const product = onnxNode("MatMul", ["x", "dense"], ["logits"]);
  const found = weights([product], [DENSE, norm, ...others]);
  assertEquals(found.norm(), Float32Array.of(1, 2));
  assertEquals(found.rest.map(({ name }) => name), ["two", "bytes"]);
  const twice = [norm, { ...norm, name: "output_norm.weight" }];
  assertThrows(() => weights([], twice), UnknownModelError, 'two vectors "norm"');
});
