import { assertEquals, assertThrows } from "@std/assert";
import { readModel, writeModel } from "@/lib/models/onnx/onnx_graph.ts";
import {
  bytesField,
  integerField,
  integerOf,
  integersOf,
  readFields,
  textField,
  textOf,
  writeFields,
} from "@/lib/models/onnx/protobuf_message.ts";
import { tinyGraph } from "@/tests/fixtures/tiny_graph.ts";
import { writeOnnx } from "@/tests/fixtures/onnx_writer.ts";
import { tinyWeights } from "@/tests/fixtures/tiny_weights.ts";
import { FORM, quantizedNode } from "./quantized_node.ts";
import { writeGraph } from "./run_graph.ts";

const QUANTIZATION = { bits: 4, blockSize: 32, zeroPoints: true } as const;

Deno.test("writeModel() of an unchanged model keeps every field, known or not", () => {
  const { model } = writeOnnx(tinyGraph(tinyWeights(), { quantization: QUANTIZATION, logitsToKeep: true }));
  const unknown = [integerField(2000, 7), textField(2001, "from a later version")];
  const bytes = writeFields([...readFields(model), ...unknown]);
  const written = writeModel(readModel(bytes));
  assertEquals(writeModel(readModel(written)), written, "Reading and writing again changes nothing");
  const [before, after] = [readModel(bytes), readModel(written)];
  assertEquals(after.nodes, before.nodes);
  assertEquals(after.initializers, before.initializers);
  assertEquals(after.outputs, before.outputs);
  assertEquals(readFields(written).slice(-2).map(({ number }) => number), [2000, 2001]);
});

Deno.test("readModel() reads nodes, attributes, constants and outputs", () => {
  const { node, initializers } = quantizedNode({ ...FORM, bits: 8 });
  const model = readModel(writeGraph([node], initializers, FORM.depth, FORM.columns).model);
  const [read] = model.nodes;
  assertEquals([read!.opType, read!.domain, read!.inputs], ["MatMulNBits", "com.microsoft", [
    "x",
    "w_q",
    "w_s",
  ]]);
  assertEquals(Object.fromEntries(read!.integers), { K: 64, N: 5, bits: 8, block_size: 32 });
  assertEquals(model.initializers.map(({ name, dims, elementType }) => [name, dims, elementType]), [
    ["w_q", [5, 2, 32], 2],
    ["w_s", [10], 1],
  ]);
  assertEquals(model.initializers[1]!.bytes, initializers[1]!.bytes);
  assertEquals(model.outputs, ["y"]);
});

Deno.test("readModel() says where external data lies, and copies none", () => {
  const form = { ...FORM, depth: 256, columns: 16 };
  const { node, initializers } = quantizedNode(form);
  const { model, data } = writeGraph([node], initializers, form.depth, form.columns, "beside");
  const [values] = readModel(model).initializers;
  const { length } = initializers[0]!.bytes;
  assertEquals([values!.bytes, values!.external], [null, { location: "beside", offset: 0, length }]);
  assertEquals(data!.subarray(0, length), initializers[0]!.bytes);
});

Deno.test("readModel() refuses what is no model", () => {
  assertThrows(() => readModel(new Uint8Array()), TypeError, "no graph");
  assertThrows(() => readModel(new TextEncoder().encode("<!doctype html><title>Sign in</title>")));
  assertThrows(() => readModel(new Uint8Array(50).fill(255)));
});

Deno.test("integersOf() reads packed and unpacked lists", () => {
  const packed = bytesField(1, Uint8Array.of(3, 0x96, 0x01));
  assertEquals(integersOf([packed, integerField(1, 300)]), [3, 150, 300]);
});

Deno.test("integerOf() reads negative numbers and refuses what JavaScript cannot count", () => {
  assertEquals(integerOf(integerField(1, -1)), -1);
  const huge = { number: 1, wireType: 0, raw: Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 127) };
  assertThrows(() => integerOf(huge), RangeError, "too large");
});

Deno.test("textOf() reads what textField() wrote", () => {
  assertEquals(textOf(textField(4, "é 🎉")), "é 🎉");
});
