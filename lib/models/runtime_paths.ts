import type { EngineBackend, RuntimePaths } from "@/lib/models/engine.ts";

/** The onnxruntime-web that @huggingface/transformers pins; its files are served under this version. */
export const ORT_VERSION = "1.31.0-dev.20260914-8d85527a0";

/** Where the site serves onnxruntime: the plain build for WASM, the larger one that can wait for a GPU for WebGPU. */
export function runtimePaths(origin: string, backend: EngineBackend): RuntimePaths {
  const build = backend === "webgpu" ? "ort-wasm-simd-threaded.asyncify" : "ort-wasm-simd-threaded";
  const path = (extension: string) => new URL(`/ort/${ORT_VERSION}/${build}.${extension}`, origin).href;
  return { mjs: path("mjs"), wasm: path("wasm") };
}
