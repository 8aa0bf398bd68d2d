/**
 * A matrix in the kernel's memory. Low-bit weights are copied as they are; scales and offsets are changed so that a
 * nibble needs no subtraction: see assembly/blocks.ts.
 *
 * @module
 */
import { type BlockMatrix, blocksPerRow } from "@/lib/transformer/block_matrix.ts";
import type { KernelMemory } from "@/lib/transformer/kernel/kernel_memory.ts";
import type { Matrix } from "@/lib/transformer/matrix.ts";

/** A matrix where the kernel finds it. */
export interface KernelMatrix {
  readonly rows: number;
  readonly columns: number;
  /** 0 for float32. */
  readonly bits: 0 | 4 | 8;
  /** Units of 32 weights in a row. */
  readonly units: number;
  /** Scales of a unit. */
  readonly scalesPerUnit: 1 | 2;
  /** Floats from a row of scales to the next. */
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
  const bits = "data" in matrix ? 0 : matrix.bits;
  const padded = "data" in matrix ? matrix.columns : blocksPerRow(matrix) * matrix.block;
  const units = Math.ceil(padded / UNIT);
  const scalesPerUnit = "data" in matrix || matrix.block >= UNIT ? 1 : 2;
  const scaleStride = "data" in matrix ? 0 : Math.ceil(units * scalesPerUnit / 4) * 4;
  const shape = {
    rows: matrix.rows,
    columns: matrix.columns,
    bits,
    units,
    scalesPerUnit,
    scaleStride,
  } as const;
  const weights = "data" in matrix ? copyFloats(matrix, units, memory) : copyQuants(matrix, units, memory);
  const scales = memory.allocate(4 * matrix.rows * scaleStride);
  const offsets = memory.allocate(4 * matrix.rows * scaleStride);
  if (!("data" in matrix)) copyScales(matrix, shape, scales, offsets, memory);
  const address = memory.allocate(RECORD);
  const record = [bits, matrix.rows, units, scalesPerUnit, scaleStride, weights, scales, offsets];
  memory.words.set(record, address / 4);
  return { ...shape, address, weights };
}

function checkShape(matrix: Matrix): void {
  const { rows, columns } = matrix;
  const fits = "data" in matrix
    ? matrix.data.length >= rows * columns
    : [4, 8].includes(matrix.bits) && [16, 32, 64, 128].includes(matrix.block) &&
      matrix.quants.length >= rows * blocksPerRow(matrix) * matrix.block * matrix.bits / 8 &&
      Math.min(matrix.scales.length, matrix.offsets.length) >= rows * blocksPerRow(matrix);
  if (!fits || rows < 1 || columns < 1) {
    throw new RangeError(`A matrix of ${rows} x ${columns} does not fit its weights`);
  }
}

function copyFloats(
  { rows, columns, data }: Extract<Matrix, { data: unknown }>,
  units: number,
  memory: KernelMemory,
): number {
  const stride = units * UNIT;
  const address = memory.allocate(4 * rows * stride);
  const to = memory.floats(address, rows * stride);
  if (stride === columns) to.set(data.subarray(0, rows * columns));
  else {
    for (let row = 0; row < rows; row++) {
      to.set(data.subarray(row * columns, (row + 1) * columns), row * stride);
    }
  }
  return address;
}

function copyQuants(matrix: BlockMatrix, units: number, memory: KernelMemory): number {
  const { rows, bits, block, quants } = matrix;
  const from = blocksPerRow(matrix) * block * bits / 8;
  const stride = units * UNIT * bits / 8;
  const address = memory.allocate(rows * stride);
  if (from === stride) memory.bytes.set(quants.subarray(0, rows * from), address);
  else {
    for (let row = 0; row < rows; row++) {
      memory.bytes.set(quants.subarray(row * from, (row + 1) * from), address + row * stride);
    }
  }
  return address;
}

function copyScales(
  matrix: BlockMatrix,
  { rows, bits, scaleStride }: Pick<KernelMatrix, "rows" | "bits" | "scaleStride">,
  scalesAt: number,
  offsetsAt: number,
  memory: KernelMemory,
): void {
  const blocks = blocksPerRow(matrix);
  const repeats = Math.max(1, matrix.block / UNIT);
  const [factor, shift] = bits === 4 ? [32, 16] : [1, 0];
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
