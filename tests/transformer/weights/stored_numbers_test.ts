/** Numbers of a weights file by their bytes, and where a file stops fitting itself. */
import { assertEquals, assertThrows } from "@std/assert";
import { brainToFloat, halfToFloat } from "@/lib/transformer/half_matrix.ts";
import {
  fourBitBlocks,
  readBrainFloats,
  readFloats,
  readHalves,
  readPatterns,
} from "@/lib/transformer/weights/quantization.ts";
import { readSafetensors, type StoredTensor } from "@/lib/transformer/weights/safetensors.ts";
import { storedConfig, storedMatrix, storedVector } from "@/lib/transformer/weights/stored_weights.ts";

Deno.test("halfToFloat() and brainToFloat() by the formats' own examples", () => {
  const halves = [0x0000, 0x0001, 0x03ff, 0x0400, 0x3555, 0x3c00, 0x3c01, 0x4000, 0x7bff, 0xc000, 0x8001];
  assertEquals(halves.map(halfToFloat), [
    ...[0, 2 ** -24, 1023 * 2 ** -24, 2 ** -14, 0.333251953125, 1, 1 + 2 ** -10, 2, 65_504, -2, -(2 ** -24)],
  ]);
  assertEquals([0x7c00, 0xfc00, 0x7c01, 0xfe00].map(halfToFloat), [Infinity, -Infinity, NaN, NaN]);
  assertEquals(Object.is(halfToFloat(0x8000), -0), true);
  const brains = [0x3f80, 0xc040, 0x0000, 0x7f80, 0x4049];
  assertEquals(brains.map(brainToFloat), [1, -3, 0, Infinity, 3.140625]);
});

Deno.test("numbers are read as views where they lie on their own width, and copied elsewhere", () => {
  const room = new Uint8Array(24);
  const put = (bytes: Uint8Array, at: number) => (room.set(bytes, at), room.subarray(at, at + bytes.length));
  const floats = new Uint8Array(Float32Array.of(1.5, -2).buffer);
  const halves = Uint8Array.of(0x00, 0x3c, 0x00, 0xc0);
  for (const at of [0, 1, 2, 3, 4, 6, 8]) {
    const read = readFloats(put(floats, at));
    assertEquals([[...read], read.buffer === room.buffer], [[1.5, -2], at % 4 === 0], `${at}`);
    const patterns = readPatterns(put(halves, at));
    assertEquals([[...patterns], patterns.buffer === room.buffer], [[0x3c00, 0xc000], at % 2 === 0], `${at}`);
    assertEquals([...readHalves(put(halves, at))], [1, -2]);
    assertEquals([...readBrainFloats(put(Uint8Array.of(0x80, 0x3f, 0x40, 0xc0), at))], [1, -3]);
  }
});

const tensor = (dtype: string, shape: readonly number[], bytes: Uint8Array): StoredTensor => ({
  dtype,
  shape,
  bytes,
});
/** 64 weights in two blocks, with the scales 1 and 2. */
const PACKED = tensor("U8", [1, 32], new Uint8Array(32).fill(0x21));
const SCALES = tensor("F16", [1, 2], Uint8Array.of(0x00, 0x3c, 0x00, 0x40));

function stored(tensors: Readonly<Record<string, StoredTensor>>, metadata: Record<string, string> = {}) {
  return { tensors: new Map(Object.entries(tensors)), metadata };
}

Deno.test("fourBitBlocks() has two weights a byte, and zero in the middle", () => {
  const { quants, scales, offsets, ...shape } = fourBitBlocks(PACKED, SCALES);
  assertEquals(shape, { rows: 1, columns: 64, bits: 4, block: 32 });
  assertEquals([[...scales], [...offsets], quants === PACKED.bytes], [[1, 2], [-8, -16], true]);
});

Deno.test("storedMatrix() reads floats of each type and 4-bit blocks with their scales", () => {
  const read = (found: StoredTensor, scale: StoredTensor = SCALES) =>
    storedMatrix(stored({ w: found, "w.scale": scale }), "w");
  assertEquals(read(tensor("F32", [1, 2], new Uint8Array(Float32Array.of(1, 2).buffer))), {
    ...{ rows: 1, columns: 2, data: Float32Array.of(1, 2) },
  });
  assertEquals(read(tensor("F16", [2, 1], SCALES.bytes)), {
    rows: 2,
    columns: 1,
    data: Float32Array.of(1, 2),
  });
  assertEquals(
    storedVector(stored({ v: tensor("BF16", [1], Uint8Array.of(0x80, 0x3f)) }), "v"),
    Float32Array.of(1),
  );
  assertEquals(read(PACKED), fourBitBlocks(PACKED, SCALES));
  const unfit = [{ ...SCALES, dtype: "BF16" }, { ...SCALES, bytes: SCALES.bytes.subarray(2) }];
  for (const scale of [...unfit, { ...SCALES, bytes: new Uint8Array(6) }]) {
    assertThrows(() => read(PACKED, scale), SyntaxError, 'The scales of "w" do not fit its weights');
  }
  assertThrows(() => read({ ...SCALES, dtype: "I8" }), SyntaxError, 'type "I8" are not read');
  assertThrows(() => storedMatrix(stored({ w: PACKED }), "w"), SyntaxError, 'no tensor "w.scale"');
  assertThrows(() => storedVector(stored({}), "v"), SyntaxError, 'no tensor "v"');
});

Deno.test("storedConfig() reads the configuration, which has to be there", () => {
  assertEquals(storedConfig<object>(stored({}, { config: '{"layers":2}' })), { layers: 2 });
  for (const metadata of [{}, { config: "null" }]) {
    assertThrows(() => storedConfig(stored({}, metadata)), SyntaxError, 'no "config"');
  }
});

/** A file of a header and bytes behind it. */
function fileOf(header: unknown, length: number, change = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length + change), true);
  file.set(text, 8);
  for (let at = 0; at < length; at++) file[8 + text.length + at] = at + 1;
  return file;
}

const entry = (dtype: string, shape: readonly number[], from: number, to: number) => ({
  ...{ dtype, shape, data_offsets: [from, to] },
});

Deno.test("readSafetensors() gives each tensor its own bytes, also of a file within a larger buffer", () => {
  const file = fileOf(
    { __metadata__: { a: "b" }, x: entry("U8", [3], 0, 3), y: entry("F16", [1, 2], 3, 7) },
    7,
  );
  const larger = new Uint8Array(file.length + 9);
  larger.set(file, 5);
  for (const each of [file, larger.subarray(5, 5 + file.length)]) {
    const { tensors, metadata } = readSafetensors(each);
    assertEquals(metadata, { a: "b" });
    assertEquals([...tensors.get("x")!.bytes], [1, 2, 3]);
    assertEquals([[...tensors.get("y")!.bytes], tensors.get("y")!.shape], [[4, 5, 6, 7], [1, 2]]);
  }
  assertEquals(readSafetensors(fileOf({}, 0)), { tensors: new Map(), metadata: {} });
});

Deno.test("readSafetensors() refuses what is cut short or does not fit its shape", () => {
  const refuses = (file: Uint8Array) => assertThrows(() => readSafetensors(file), SyntaxError);
  refuses(new Uint8Array(7));
  refuses(new Uint8Array(8));
  refuses(fileOf({}, 0, 1));
  refuses(fileOf("{", 0));
  for (const header of ["[]", "null", "7"]) refuses(fileOf(header, 0));
  for (const x of [null, {}, { dtype: "U8", shape: [0] }, { dtype: "U8", data_offsets: [0, 0] }]) {
    refuses(fileOf({ x }, 4));
  }
  refuses(fileOf({ x: entry("X9", [-3], 0, 3) }, 4));
  refuses(fileOf({ x: entry("X9", [1.5], 0, 3) }, 4));
  refuses(fileOf({ x: entry("X9", [3], 3, 2) }, 4));
  refuses(fileOf({ x: entry("X9", [3], -1, 2) }, 4));
  readSafetensors(fileOf({ x: entry("X9", [3], 1, 4), y: entry("U8", [0], 2, 2) }, 4));
  refuses(fileOf({ x: entry("U8", [3], 0, 3) }, 2));
  refuses(fileOf({ x: entry("U8", [3], 0, 4) }, 4));
  refuses(fileOf({ x: entry("U8", [4], 0, 3) }, 4));
  refuses(fileOf({ x: entry("F16", [2], 0, 2) }, 4));
  for (
    const [dtype, width] of [["F64", 8], ["F32", 4], ["F16", 2], ["BF16", 2], ["I32", 4], ["U8", 1], [
      "I8",
      1,
    ]] as const
  ) {
    readSafetensors(fileOf({ x: entry(dtype, [3, 2], 0, 6 * width) }, 6 * width));
    refuses(fileOf({ x: entry(dtype, [3, 2], 0, 6 * width - 1) }, 6 * width));
    refuses(fileOf({ x: entry(dtype, [3, 2], 0, 6 * width + 1) }, 6 * width + 1));
  }
});
