/**
 * The weight formats of repositories: their files and which one to take.
 *
 * @module
 */
import { type Dtype, DTYPES } from "@/lib/models/dtype_names.ts";
import { needsShaderF16 } from "@/lib/models/device.ts";
import type { EngineBackend } from "@/lib/models/engine.ts";

/** The format of weights as they were published, which this site's own engine alone reads, and its file. */
export const SAFETENSORS = "safetensors" as const, SAFETENSORS_FILE = "model.safetensors";

/** Where weights are in several files, what names them. */
export const SAFETENSORS_INDEX = `${SAFETENSORS_FILE}.index.json`;

/** The file of each format. */
export const DTYPE_FILES = {
  q4: "onnx/model_q4.onnx",
  q8: "onnx/model_quantized.onnx",
  int8: "onnx/model_int8.onnx",
  uint8: "onnx/model_uint8.onnx",
  fp32: "onnx/model.onnx",
  bnb4: "onnx/model_bnb4.onnx",
  q4f16: "onnx/model_q4f16.onnx",
  fp16: "onnx/model_fp16.onnx",
  [SAFETENSORS]: SAFETENSORS_FILE,
} as const satisfies Readonly<Record<Dtype, string>>;

/** What decides which formats a device runs. */
export interface DtypeSupport {
  readonly backends: readonly EngineBackend[];
  /** Whether the adapter computes in 16-bit floats (`shader-f16`). */
  readonly shaderF16: boolean;
}

/**
 * The formats that a device runs, best first. Formats in 16-bit floats come last even where they run: some
 * drivers answer them with zeros and no error, and one format for both backends keeps links comparable.
 */
export function usableDtypes(available: Iterable<string>, support: DtypeSupport): Dtype[] {
  const has = new Set(available);
  return DTYPES.filter((dtype) => has.has(dtype) && backendsFor(dtype, support).length > 0);
}

/** The backends that can run a format. */
export function backendsFor(dtype: string, support: DtypeSupport): EngineBackend[] {
  return support.backends.filter((backend) => {
    if (backend === "kernel") return isLowBit(dtype) || dtype === SAFETENSORS;
    if (dtype === SAFETENSORS) return false;
    return !needsShaderF16(dtype) || backend === "webgpu" && support.shaderF16;
  });
}

/** Whether the weights of a format are in blocks of few bits, which onnxruntime on WASM has expanded to float32. */
export function isLowBit(dtype: string): boolean {
  return dtype === "q4";
}
