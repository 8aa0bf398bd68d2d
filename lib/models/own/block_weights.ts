/**
 * From the weight of a MatMulNBits node to a matrix in blocks. Nothing is expanded: the integers stay where the file
 * has them, and a block's zero point and offset become one number.
 *
 * @module
 */
import type { BlockMatrix } from "@/lib/transformer/block_matrix.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";
import { blocksPerColumn, type QuantizedWeight } from "@/lib/models/onnx/dequantize.ts";

const BLOCKS = [16, 32, 64, 128];

/** @throws {UnknownModelError} If a block is of another size, or a tensor is too short for the shape. */
export function blockWeights(weight: QuantizedWeight): BlockMatrix {
  const { bits, blockSize, depth, columns, values, scales } = weight;
  const blocks = columns * blocksPerColumn(weight);
  if (!BLOCKS.includes(blockSize)) throw new UnknownModelError(`its blocks have ${blockSize} weights`);
  if (values.length !== blocks * blockSize * bits / 8 || scales.length !== blocks) {
    throw new UnknownModelError(`a weight of ${columns} × ${depth} has tensors of another length`);
  }
  return {
    rows: columns,
    columns: depth,
    bits,
    block: blockSize,
    quants: values,
    scales,
    offsets: blockOffsets(weight, blocks),
  };
}

function blockOffsets(weight: QuantizedWeight, length: number): Float32Array {
  const { bits, columns, scales, zeroPoints, offsets } = weight;
  const perRow = blocksPerColumn(weight);
  const packed = zeroPoints instanceof Uint8Array && bits === 4;
  const expected = packed ? columns * Math.ceil(perRow / 2) : length;
  if ((zeroPoints && zeroPoints.length !== expected) || (offsets && offsets.length !== length)) {
    throw new UnknownModelError(`a weight of ${columns} × ${weight.depth} has zero points of another length`);
  }
  const zeroOf = (row: number, block: number): number => {
    if (!zeroPoints) return 2 ** (bits - 1);
    if (!packed) return zeroPoints[row * perRow + block]!;
    return zeroPoints[row * Math.ceil(perRow / 2) + (block >> 1)]! >> 4 * (block & 1) & 15;
  };
  return Float32Array.from({ length }, (_, index) => {
    const [row, block] = [Math.floor(index / perRow), index % perRow];
    return -scales[index]! * zeroOf(row, block) + (offsets?.[block * columns + row] ?? 0);
  });
}
