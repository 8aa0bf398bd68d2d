/**
 * Reads numbers and 4-bit blocks as safetensors files have them.
 *
 * @module
 */
import type { BlockMatrix } from "@/lib/transformer/block_matrix.ts";
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

function halfToFloat(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = bits >> 10 & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Reads bfloat16 numbers, little-endian: the upper halves of float32 numbers. */
export function readBrainFloats(bytes: Uint8Array): Float32Array {
  const halves = new Uint16Array(bytes.slice().buffer);
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}

/** Reads float32 numbers, little-endian; copies, since a view might not be aligned. */
export function readFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
