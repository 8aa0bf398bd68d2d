/**
 * Block-wise dequantization as onnxruntime's MatMulNBits defines it.
 * Source: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulNBits
 *
 * @module
 */

/** The quantized weight of a MatMulNBits node: `columns` outputs, each a run of blocks along the inner dimension. */
export interface QuantizedWeight {
  readonly bits: 4 | 8;
  readonly blockSize: number;
  /** Inner dimension (K). */
  readonly depth: number;
  /** Outer dimension (N). */
  readonly columns: number;
  /** `[columns, blocks, blockSize · bits / 8]`; of two 4-bit values in a byte the low half comes first. */
  readonly values: Uint8Array;
  /** `[columns, blocks]`. */
  readonly scales: Float32Array;
  /** Packed like the values, each column's row padded to whole bytes; or one float per block; null for the middle of the range. */
  readonly zeroPoints: Uint8Array | Float32Array | null;
  /** `[blocks, columns]`, added to every value of a block; null for none. */
  readonly offsets: Float32Array | null;
}

/** Blocks that one column has. The last may be cut short. */
export function blocksPerColumn(
  { depth, blockSize }: { readonly depth: number; readonly blockSize: number },
): number {
  return Math.ceil(depth / blockSize);
}

/**
 * Expands a weight to float32, `(value - zero point) · scale + offset`, row by row: `[columns, depth]`.
 *
 * @throws {RangeError} If a buffer is too short for the shape.
 */
export function dequantize(weight: QuantizedWeight, into: Float32Array): void {
  checkLengths(weight, into);
  const { columns, depth, blockSize, scales, offsets } = weight;
  const blocks = blocksPerColumn(weight);
  const blockBytes = blockSize * weight.bits / 8;
  const expandBlock = weight.bits === 4 ? expandNibbles : expandBytes;
  for (let column = 0; column < columns; column++) {
    for (let block = 0; block < blocks; block++) {
      const index = column * blocks + block;
      const start = block * blockSize;
      const end = Math.min(start + blockSize, depth);
      const target = column * depth;
      const zero = zeroPoint(weight, column, block, blocks);
      expandBlock(
        weight.values,
        index * blockBytes,
        zero,
        scales[index]!,
        offsets === null ? 0 : offsets[block * columns + column]!,
        into,
        target + start,
        target + end,
      );
    }
  }
}

function expandNibbles(
  values: Uint8Array,
  source: number,
  zero: number,
  scale: number,
  offset: number,
  into: Float32Array,
  start: number,
  end: number,
): void {
  let target = start;
  for (; target + 1 < end; target += 2) {
    const pair = values[source++]!;
    into[target] = ((pair & 15) - zero) * scale + offset;
    into[target + 1] = ((pair >> 4) - zero) * scale + offset;
  }
  if (target < end) into[target] = ((values[source]! & 15) - zero) * scale + offset;
}

function expandBytes(
  values: Uint8Array,
  source: number,
  zero: number,
  scale: number,
  offset: number,
  into: Float32Array,
  start: number,
  end: number,
): void {
  for (let target = start; target < end; target++) into[target] = (values[source++]! - zero) * scale + offset;
}

function zeroPoint(
  { bits, zeroPoints }: QuantizedWeight,
  column: number,
  block: number,
  blocks: number,
): number {
  if (zeroPoints === null) return 1 << (bits - 1);
  if (zeroPoints instanceof Float32Array || bits === 8) return zeroPoints[column * blocks + block]!;
  const pair = zeroPoints[column * Math.ceil(blocks / 2) + (block >> 1)]!;
  return block & 1 ? pair >> 4 : pair & 15;
}

function checkLengths(weight: QuantizedWeight, into: Float32Array): void {
  const { bits, blockSize, columns, depth, values, scales, zeroPoints, offsets } = weight;
  const blocks = columns * blocksPerColumn(weight);
  const packedZeros = bits === 8 ? blocks : columns * Math.ceil(blocksPerColumn(weight) / 2);
  const zeros = zeroPoints instanceof Float32Array ? blocks : packedZeros;
  if (
    values.length < blocks * blockSize * bits / 8 || scales.length < blocks ||
    into.length < columns * depth ||
    (zeroPoints !== null && zeroPoints.length < zeros) || (offsets !== null && offsets.length < blocks)
  ) {
    throw new RangeError(`Cannot expand a weight of ${columns} × ${depth}: a buffer is too short`);
  }
}
