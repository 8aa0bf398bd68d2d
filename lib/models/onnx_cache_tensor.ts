/**
 * Keys and values of one layer as onnxruntime holds them, on the CPU or in a GPU buffer.
 *
 * @module
 */
import { Tensor } from "@huggingface/transformers";
import type { CacheTensor } from "@/lib/models/kv_cache_owner.ts";

/** Typed arrays that hold floats, or 16-bit floats as they are stored. */
type FloatData = Float32Array | Uint16Array;

/** A cache tensor and the tensor that the next pass reads. */
export interface OnnxCacheTensor extends CacheTensor {
  readonly tensor: Tensor;
}

const BYTES_PER_ELEMENT: Readonly<Record<string, number>> = { float32: 4, float16: 2 };

/**
 * Wraps an output of a pass.
 *
 * @param hasPositions Whether its third axis counts tokens; not so for the states of recurrent layers.
 */
export function onnxCacheTensor(tensor: Tensor, hasPositions: boolean): OnnxCacheTensor {
  const dims = tensor.dims;
  const elements = dims.reduce((product, length) => product * length, 1);
  return {
    tensor,
    bytes: elements * (BYTES_PER_ELEMENT[tensor.type] ?? 4),
    length: hasPositions && dims.length === 4 ? dims[2]! : null,
    crop: async (length) => {
      const data = await tensor.ort_tensor.getData() as FloatData;
      const cropped = new Tensor(tensor.type, cropPositions(data, dims, length), [
        dims[0]!,
        dims[1]!,
        length,
        dims[3]!,
      ]);
      return onnxCacheTensor(cropped, hasPositions);
    },
    dispose: () => tensor.dispose(),
  };
}

/** Copies the first `length` positions of `[batch, heads, positions, size]`. */
export function cropPositions<T extends FloatData>(data: T, dims: readonly number[], length: number): T {
  const [batch, heads, positions, size] = dims as [number, number, number, number];
  const cropped = new (data.constructor as new (length: number) => T)(batch * heads * length * size);
  for (let head = 0; head < batch * heads; head++) {
    const start = head * positions * size;
    cropped.set(data.subarray(start, start + length * size), head * length * size);
  }
  return cropped;
}
