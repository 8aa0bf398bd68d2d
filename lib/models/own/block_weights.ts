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
  const { columns, scales, offsets } = weight;
  const perRow = blocksPerColumn(weight);
  const zeros = zeroPoints(weight, length);
  const found = new Float32Array(length);
  for (let row = 0, at = 0; row < columns; row++) {
    for (let block = 0; block < perRow; block++, at++) {
      const zero = typeof zeros === "number" ? zeros : zeros[at]!;
      found[at] = -scales[at]! * zero + (offsets === null ? 0 : offsets[block * columns + row]!);
    }
  }
  return found;
}

/** One zero point for all blocks, or one each. */
function zeroPoints(weight: QuantizedWeight, length: number): number | Uint8Array | Float32Array {
  const { bits, columns, zeroPoints: zeros, offsets } = weight;
  const perRow = blocksPerColumn(weight);
  const packed = zeros instanceof Uint8Array && bits === 4;
  const stride = Math.ceil(perRow / 2);
  if (
    (zeros && zeros.length !== (packed ? columns * stride : length)) || (offsets && offsets.length !== length)
  ) {
    throw new UnknownModelError(`a weight of ${columns} × ${weight.depth} has zero points of another length`);
  }
  if (!zeros) return 2 ** (bits - 1);
  if (!packed) return zeros;
  return Uint8Array.from({ length }, (_, at) => {
    const [row, block] = [Math.floor(at / perRow), at % perRow];
    return zeros[row * stride + (block >> 1)]! >> 4 * (block & 1) & 15;
  });
}
