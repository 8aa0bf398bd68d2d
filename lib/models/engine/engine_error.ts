/**
 * From whatever onnxruntime, WebGPU or the allocator throws to a {@linkcode ModelError} with a code.
 *
 * @module
 */
import { ModelError, type ModelErrorCode } from "@/lib/models/model_provider.ts";

const CAUSES: readonly (readonly [RegExp, ModelErrorCode, string])[] = [
  [
    /device (?:was |is )?lost|DXGI_ERROR_DEVICE|GPUDevice.*destroyed|context lost/i,
    "device_lost",
    "The GPU was lost",
  ],
  [
    /out of memory|bad_alloc|allocation failed|failed to allocate|could not allocate|unable to grow|no memory for|cannot enlarge memory|invalid (?:typed )?array length|array buffer allocation|length too large/i,
    "out_of_memory",
    "The model needs more memory than this device gives: choose a smaller one",
  ],
  [
    /Unsupported model type|Unknown model class|Could not locate/i,
    "unsupported",
    "This kind of model is not supported",
  ],
  [/not found locally/i, "not_found", "A file of the model does not exist"],
  [
    /no available backend|Failed to get GPU adapter|WebGPU is not supported/i,
    "no_webgpu",
    "WebGPU is not available",
  ],
  [
    /OrtRun|Non-zero status code/i,
    "internal",
    "The model could not compute this text: try a shorter one, or another model",
  ],
];

/** Names the cause of an error; `internal` where it is not known. A `ModelError` stays as it is. */
export function toModelError(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  if (error instanceof DOMException && error.name === "AbortError") {
    return new ModelError("aborted", "The request was canceled", { cause: error });
  }
  const text = error instanceof Error ? error.message : String(error);
  const known = CAUSES.find(([pattern]) => pattern.test(text));
  const [code, message] = known ? [known[1], `${known[2]} (${text})`] : ["internal" as const, text];
  return new ModelError(code, message, { cause: error });
}
