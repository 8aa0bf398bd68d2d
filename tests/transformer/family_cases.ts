/**
 * Small random models of the family with PyTorch's log-probabilities (tests/reference/transformer_family.py). Their
 * weights come from the same generator as there, stored as ONNX initializers or as safetensors.
 *
 * @module
 */
import type { HubConfig } from "@/lib/transformer/hub_config.ts";

/** One model. */
export interface FamilyCase {
  readonly name: string;
  readonly config: HubConfig;
  /** 4 or 8 in blocks; 16 is float16, 17 bfloat16, 32 float32. */
  readonly bits: number;
  /** Weights a block; 0 for none. */
  readonly block: number;
  readonly zeroPoints: boolean;
  readonly tokens: readonly number[];
  /** [position][token]. */
  readonly logProbabilities: readonly (readonly number[])[];
}

/** Models with what sets families apart: scalings, biases, tied tables, every way to store a number. */
export const FAMILY_CASES = readCases("transformer_family.json");

/** Every family with every block size and bit width, in short texts. */
export const FAMILY_GRID = readCases("transformer_grid.json");

function readCases(file: string): readonly FamilyCase[] {
  return JSON.parse(Deno.readTextFileSync(new URL(`../reference/${file}`, import.meta.url))).cases;
}

/** Whole numbers of so many bits: FNV-1a of the name seeds a linear congruential generator, whose upper bits count. */
export function draw(name: string, count: number, bits: number): number[] {
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) state = Math.imul(state ^ byte, 0x01000193) >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> (32 - bits);
  });
}

/** A vector's numbers: around 1 for a norm, around 0 for a bias. */
export function drawVector(name: string, length: number): Float32Array {
  const around = name.endsWith("norm.weight") ? 1 : 0;
  return Float32Array.from(draw(name, length, 8), (value) => around + (value - 128) / 512);
}

/** A matrix's numbers where it is not in blocks. */
export function drawDense(name: string, length: number): Float32Array {
  return Float32Array.from(draw(name, length, 8), (value) => (value - 128) / 512);
}

/** A matrix in blocks as MatMulNBits has it. */
export interface DrawnBlocks {
  /** [rows, blocks, block · bits / 8]. */
  readonly quants: Uint8Array;
  /** [rows, blocks]. */
  readonly scales: Float32Array;
  /** Packed like the weights, each row padded to whole bytes; null for the middle of the range. */
  readonly zeroPoints: Uint8Array | null;
}

/** Draws a matrix in blocks. */
export function drawBlocks(
  name: string,
  rows: number,
  columns: number,
  { bits, block, zeroPoints }: Pick<FamilyCase, "bits" | "block" | "zeroPoints">,
): DrawnBlocks {
  const blocks = Math.ceil(columns / block);
  const values = draw(name, rows * blocks * block, bits);
  const zeros = draw(`${name}.zero`, rows * blocks, 3).map((value) => 2 ** (bits - 1) - 4 + value);
  return {
    quants: pack(values, blocks * block, bits),
    scales: Float32Array.from(
      draw(`${name}.scale`, rows * blocks, 6),
      (value) => (value + 1) / 2 ** (bits === 4 ? 11 : 15),
    ),
    zeroPoints: zeroPoints ? pack(zeros, blocks, bits) : null,
  };
}

/** Rows of small numbers as bytes, each row padded to whole ones. */
function pack(values: readonly number[], columns: number, bits: number): Uint8Array {
  if (bits === 8) return Uint8Array.from(values);
  const stride = Math.ceil(columns / 2);
  const packed = new Uint8Array(values.length / columns * stride);
  values.forEach((value, index) => {
    const column = index % columns;
    packed[Math.floor(index / columns) * stride + (column >> 1)]! |= value << 4 * (column & 1);
  });
  return packed;
}
