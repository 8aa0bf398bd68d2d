import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { blocksPerColumn, dequantize, type QuantizedWeight } from "@/lib/models/onnx/dequantize.ts";

/** A value of a packed array, by the format's definition: 4-bit values lie low half first, each row in whole bytes. */
function unpack(bytes: Uint8Array, row: number, index: number, perRow: number, bits: number): number {
  const byte = bytes[row * Math.ceil(perRow * bits / 8) + Math.floor(index * bits / 8)]!;
  return bits === 8 ? byte : index % 2 === 0 ? byte % 16 : Math.floor(byte / 16);
}

/** The weight at a place, straight from the operator's documentation. */
function reference(weight: QuantizedWeight, column: number, position: number): number {
  const { bits, blockSize, values, scales, zeroPoints, offsets, columns } = weight;
  const blocks = blocksPerColumn(weight);
  const block = Math.floor(position / blockSize);
  const value = unpack(values, column, position, blocks * blockSize, bits);
  const zero = zeroPoints === null
    ? 2 ** (bits - 1)
    : zeroPoints instanceof Float32Array
    ? zeroPoints[column * blocks + block]!
    : unpack(zeroPoints, column, block, blocks, bits);
  const offset = offsets === null ? 0 : offsets[block * columns + column]!;
  return Math.fround((value - zero) * scales[column * blocks + block]! + offset);
}

const arbitraryWeight = fc.record({
  bits: fc.constantFrom<4 | 8>(4, 8),
  blockSize: fc.constantFrom(16, 32, 64, 128, 256),
  depth: fc.integer({ min: 1, max: 300 }),
  columns: fc.integer({ min: 1, max: 4 }),
  zeros: fc.constantFrom("none", "packed", "float"),
  shifted: fc.boolean(),
  seed: fc.integer(),
}).map(({ zeros, shifted, seed, ...shape }): QuantizedWeight => {
  const blocks = blocksPerColumn(shape);
  const { bits, blockSize, columns } = shape;
  let state = seed;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) | 0) >>> 8;
  const bytes = (length: number) => Uint8Array.from({ length }, () => next() & 255);
  const floats = (length: number) => Float32Array.from({ length }, () => (next() & 4095) / 512 - 4);
  return {
    ...shape,
    values: bytes(columns * blocks * blockSize * bits / 8),
    scales: floats(columns * blocks),
    zeroPoints: zeros === "none"
      ? null
      : zeros === "float"
      ? floats(columns * blocks)
      : bytes(columns * Math.ceil(blocks * bits / 8)),
    offsets: shifted ? floats(columns * blocks) : null,
  };
});

Deno.test("dequantize() gives what the operator's documentation says, in every form", () => {
  fc.assert(fc.property(arbitraryWeight, (weight) => {
    const { columns, depth } = weight;
    const got = new Float32Array(columns * depth);
    dequantize(weight, got);
    const want = Float32Array.from(
      got,
      (_, index) => reference(weight, Math.floor(index / depth), index % depth),
    );
    assertEquals(got, want);
  }));
});

Deno.test("dequantize() refuses buffers that are too short", () => {
  const weight: QuantizedWeight = {
    bits: 4,
    blockSize: 32,
    depth: 40,
    columns: 2,
    values: new Uint8Array(64),
    scales: new Float32Array(4),
    zeroPoints: new Uint8Array(2),
    offsets: new Float32Array(4),
  };
  const into = new Float32Array(80);
  dequantize(weight, into);
  const shorter: Partial<QuantizedWeight>[] = [
    { values: new Uint8Array(63) },
    { scales: new Float32Array(3) },
    { zeroPoints: new Uint8Array(1) },
    { zeroPoints: new Float32Array(3) },
    { offsets: new Float32Array(3) },
  ];
  for (const change of shorter) {
    assertThrows(() => dequantize({ ...weight, ...change }, into), RangeError, "too short");
  }
  assertThrows(() => dequantize(weight, new Float32Array(79)), RangeError, "too short");
});
