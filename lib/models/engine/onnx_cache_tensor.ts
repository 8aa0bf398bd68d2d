/**
 * Keys and values of one layer as onnxruntime holds them, on the CPU or in a GPU buffer.
 *
 * @module
 */
import { Tensor } from "@huggingface/transformers";
import type { CacheTensor } from "@/lib/models/engine/kv_cache_owner.ts";

/** A tensor of onnxruntime, without the library's wrapping. */
export type OrtTensor = Tensor["ort_tensor"];

/** Typed arrays that hold floats, or 16-bit floats as they are stored. */
type FloatData = Float32Array | Uint16Array;

/** A cache tensor and the tensor that the next pass reads. */
export interface OnnxCacheTensor extends CacheTensor {
  readonly tensor: OrtTensor;
  /** The same in the library's wrapping, where it came in one. */
  readonly wrapped: Tensor | null;
}

const BYTES_PER_ELEMENT: Readonly<Record<string, number>> = { float32: 4, float16: 2 };

/**
 * Wraps an output of a pass.
 *
 * @param hasPositions Whether its third axis counts tokens; not so for the states of recurrent layers.
 */
export function onnxCacheTensor(source: OrtTensor | Tensor, hasPositions: boolean): OnnxCacheTensor {
  const wrapped = "ort_tensor" in source ? source : null;
  const tensor = wrapped?.ort_tensor ?? source as OrtTensor;
  const { dims, type } = tensor;
  const elements = dims.reduce((product, length) => product * length, 1);
  return {
    tensor,
    wrapped,
    bytes: elements * (BYTES_PER_ELEMENT[type] ?? 4),
    length: hasPositions && dims.length === 4 ? dims[2]! : null,
    crop: async (length) => {
      const [batch, heads, , size] = dims as readonly [number, number, number, number];
      const data = cropPositions(await tensor.getData() as FloatData, dims, length);
      const cropped = new Tensor(type as "float32", data, [batch, heads, length, size]);
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
