/**
 * Reads numbers and 4-bit blocks as safetensors files have them.
 *
 * @module
 */
import type { BlockMatrix } from "@/lib/transformer/block_matrix.ts";
import { halfToFloat } from "@/lib/transformer/half_matrix.ts";
import type { StoredTensor } from "@/lib/transformer/weights/safetensors.ts";

/** Weights that share a scale. */
export const BLOCK = 32;

/**
 * A matrix of 4-bit blocks, `weight = scale · (q - 8)`; its weights stay where they are.
 *
 * @param packed U8 [rows, columns / 2], two weights a byte, the low half first.
 * @param scales F16 [rows, columns / 32].
 */
export function fourBitBlocks(packed: StoredTensor, scales: StoredTensor): BlockMatrix {
  const [rows = 0, bytes = 0] = packed.shape;
  const scale = readHalves(scales.bytes);
  return {
    rows,
    columns: bytes * 2,
    bits: 4,
    block: BLOCK,
    quants: packed.bytes,
    scales: scale,
    offsets: scale.map((factor) => -8 * factor),
  };
}

/** Reads IEEE 754 half-precision numbers, little-endian, as float32. */
export function readHalves(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => halfToFloat(view.getUint16(2 * i, true)));
}

/** Reads bfloat16 numbers, little-endian: the upper halves of float32 numbers. */
export function readBrainFloats(bytes: Uint8Array): Float32Array {
  const halves = new Uint16Array(bytes.slice().buffer);
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}

/** Reads float32 numbers, little-endian: a view, and a copy only where they are not aligned. */
export function readFloats(bytes: Uint8Array): Float32Array {
  const { buffer, byteOffset, byteLength } = bytes;
  return byteOffset % 4 === 0
    ? new Float32Array(buffer, byteOffset, byteLength / 4)
    : new Float32Array(bytes.slice().buffer);
}

/** Patterns of 16 bits, little-endian: a view, and a copy only where they are not aligned. */
export function readPatterns(bytes: Uint8Array): Uint16Array {
  const { buffer, byteOffset, byteLength } = bytes;
  return byteOffset % 2 === 0
    ? new Uint16Array(buffer, byteOffset, byteLength / 2)
    : new Uint16Array(bytes.slice().buffer);
}
