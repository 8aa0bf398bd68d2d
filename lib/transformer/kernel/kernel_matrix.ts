/**
 * A matrix in the kernel's memory. Low-bit weights are copied as they are; scales and offsets are changed so that a
 * nibble needs no subtraction: see assembly/blocks.ts.
 *
 * @module
 */
import { type BlockMatrix, blocksPerRow } from "@/lib/transformer/block_matrix.ts";
import type { KernelMemory } from "@/lib/transformer/kernel/kernel_memory.ts";
import type { Matrix } from "@/lib/transformer/matrix.ts";

/** What the weights of a matrix are, as in assembly/matrix.ts. */
export const KIND = { floats: 0, four: 4, eight: 8, half: 16, brain: 17 } as const;

/** A matrix where the kernel finds it. */
export interface KernelMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly kind: typeof KIND[keyof typeof KIND];
  /** Units of 32 weights in a row. */
  readonly units: number;
  /** Scales of a unit. */
  readonly scalesPerUnit: 1 | 2;
  /** Floats from a row of scales to the next; 0 where the weights are not in blocks. */
  readonly scaleStride: number;
  /** Address of what the kernel reads of it. */
  readonly address: number;
  /** Address of the weights. */
  readonly weights: number;
}

const UNIT = 32;
/** Bytes of the kernel's own record, in assembly/matrix.ts. */
const RECORD = 32;

/**
 * Copies a matrix into the kernel's memory.
 *
 * @throws {RangeError} If its arrays do not fit its shape, or the memory cannot be had.
 */
export function loadKernelMatrix(matrix: Matrix, memory: KernelMemory): KernelMatrix {
  checkShape(matrix);
  const kind = kindOf(matrix);
  const padded = "quants" in matrix ? blocksPerRow(matrix) * matrix.block : matrix.columns;
  const units = Math.ceil(padded / UNIT);
  const scalesPerUnit = "quants" in matrix && matrix.block < UNIT ? 2 : 1;
  const scaleStride = "quants" in matrix ? Math.ceil(units * scalesPerUnit / 4) * 4 : 0;
  const { rows, columns } = matrix;
  const shape = { rows, columns, kind, units, scalesPerUnit, scaleStride } as const;
  const weights = copyWeights(matrix, units, memory);
  const scales = memory.allocate(4 * rows * scaleStride);
  const offsets = memory.allocate(4 * rows * scaleStride);
  if ("quants" in matrix) copyScales(matrix, shape, scales, offsets, memory);
  const address = memory.allocate(RECORD);
  const record = [kind, rows, units, scalesPerUnit, scaleStride, weights, scales, offsets];
  memory.words.set(record, address / 4);
  return { ...shape, address, weights };
}

function kindOf(matrix: Matrix): KernelMatrix["kind"] {
  if ("data" in matrix) return KIND.floats;
  if ("quants" in matrix) return matrix.bits;
  return matrix.format === "float16" ? KIND.half : KIND.brain;
}

function checkShape(matrix: Matrix): void {
  const { rows, columns } = matrix;
  if (!hasAllWeights(matrix) || rows < 1 || columns < 1) {
    throw new RangeError(`A matrix of ${rows} x ${columns} does not fit its weights`);
  }
}

function hasAllWeights(matrix: Matrix): boolean {
  if ("data" in matrix) return matrix.data.length >= matrix.rows * matrix.columns;
  if ("halves" in matrix) return matrix.halves.length >= matrix.rows * matrix.columns;
  const blocks = matrix.rows * blocksPerRow(matrix);
  return [4, 8].includes(matrix.bits) && [16, 32, 64, 128].includes(matrix.block) &&
    matrix.quants.length >= blocks * matrix.block * matrix.bits / 8 &&
    Math.min(matrix.scales.length, matrix.offsets.length) >= blocks;
}

/** Copies the weights row by row, each padded with zeros to whole units; gives their address. */
function copyWeights(matrix: Matrix, units: number, memory: KernelMemory): number {
  if ("data" in matrix) return copyRows(bytesOf(matrix.data), matrix.rows, 4 * matrix.columns, 128 * units);
  if ("halves" in matrix) {
    return copyRows(bytesOf(matrix.halves), matrix.rows, 2 * matrix.columns, 64 * units);
  }
  const { rows, bits, block, quants } = matrix;
  return copyRows(quants, rows, blocksPerRow(matrix) * block * bits / 8, units * UNIT * bits / 8);

  function copyRows(bytes: Uint8Array, rows: number, from: number, stride: number): number {
    const address = memory.allocate(rows * stride);
    if (from === stride) memory.bytes.set(bytes.subarray(0, rows * from), address);
    else {
      for (let row = 0; row < rows; row++) {
        memory.bytes.set(bytes.subarray(row * from, (row + 1) * from), address + row * stride);
      }
    }
    return address;
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function copyScales(
  matrix: BlockMatrix,
  { rows, kind, scaleStride }: Pick<KernelMatrix, "rows" | "kind" | "scaleStride">,
  scalesAt: number,
  offsetsAt: number,
  memory: KernelMemory,
): void {
  const blocks = blocksPerRow(matrix);
  const repeats = Math.max(1, matrix.block / UNIT);
  const [factor, shift] = kind === KIND.four ? [32, 16] : [1, 0];
  const scales = memory.floats(scalesAt, rows * scaleStride);
  const offsets = memory.floats(offsetsAt, rows * scaleStride);
  for (let row = 0, from = 0; row < rows; row++) {
    for (let b = 0, to = row * scaleStride; b < blocks; b++, from++) {
      const scale = matrix.scales[from]!;
      const offset = matrix.offsets[from]! - shift * scale;
      for (let i = 0; i < repeats; i++, to++) {
        scales[to] = factor * scale;
        offsets[to] = offset;
      }
    }
  }
}
