/**
 * Weights in blocks of few bits: a block of 32 neighbors in a row shares one scale, and each weight is a small
 * whole number times it.
 *
 * @module
 */
import type { StoredTensor } from "@/lib/transformer/safetensors.ts";

/** Weights that share a scale. */
export const BLOCK = 32;

/**
 * Expands 4-bit blocks to float32: `weight = scale · (q - 8)`, two weights a byte, the low half first.
 *
 * @param packed U8 [rows, columns / 2].
 * @param scales F16 [rows, columns / 32].
 */
export function expandFourBits(packed: StoredTensor, scales: StoredTensor): Float32Array {
  const { bytes } = packed;
  const scale = readHalves(scales.bytes);
  const weights = new Float32Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    const factor = scale[Math.floor(2 * i / BLOCK)]!;
    weights[2 * i] = factor * ((byte & 15) - 8);
    weights[2 * i + 1] = factor * ((byte >> 4) - 8);
  }
  return weights;
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

/** Reads float32 numbers, little-endian; copies, since a view might not be aligned. */
export function readFloats(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
