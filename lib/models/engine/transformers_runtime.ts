/**
 * transformers.js, told where everything is: files come from the engine's own loader, the runtime from the
 * site, and nothing from anywhere else.
 *
 * @module
 */
import { env } from "@huggingface/transformers";
import { exactDescription } from "@/lib/models/engine/tokenizer_description.ts";
import type { EngineFiles, LoadSpec } from "@/lib/models/engine.ts";

/** The name under which transformers.js is asked for the one model of this worker. */
export const MODEL_NAME = "model";

const FILE_ROOT = "/engine-files/";

/** Sets transformers.js up for one model. Call it once in a worker, before anything is loaded. */
export function configureRuntime(spec: LoadSpec, threads: number): void {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = FILE_ROOT;
  env.useBrowserCache = false;
  env.useFSCache = false;
  env.useFS = false;
  env.useWasmCache = false;
  const { wasm } = env.backends.onnx;
  if (!wasm) throw new TypeError("Cannot configure onnxruntime: it is not the web build");
  wasm.wasmPaths = { ...spec.wasmPaths };
  wasm.numThreads = threads;
  wasm.proxy = false;
}

/**
 * Answers what transformers.js asks for out of `files`, and the graph out of memory. Bytes are handed over as
 * they are, without the copy that a `Response` makes.
 */
export function serveFiles(files: EngineFiles, graph: Uint8Array<ArrayBuffer>): void {
  const prefix = `${FILE_ROOT}${MODEL_NAME}/`;
  env.fetch = async (url: string | URL) => {
    const path = String(url).split(prefix)[1] ?? "";
    const bytes = path.endsWith(".onnx") ? graph : await files.get(path);
    if (!bytes) return answer(404, new Uint8Array());
    return answer(200, path === "tokenizer.json" ? exactly(bytes) : bytes);
  };
}

function exactly(tokenizer: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const description = exactDescription(JSON.parse(new TextDecoder().decode(tokenizer)));
  return new TextEncoder().encode(JSON.stringify(description));
}

/** Forgets the files once everything is loaded. */
export function stopServing(): void {
  env.fetch = () => Promise.resolve(answer(404, new Uint8Array()));
}

/** The device that onnxruntime made, once a WebGPU session exists. */
export async function webgpuDevice(): Promise<GPUDeviceLike | null> {
  const device = await (env.backends.onnx.webgpu as { device?: unknown } | undefined)?.device;
  return device ? device as GPUDeviceLike : null;
}

/** What is watched of a GPU device. */
interface GPUDeviceLike {
  readonly lost: Promise<{ readonly reason?: string; readonly message: string }>;
}

function answer(status: number, bytes: Uint8Array<ArrayBuffer>) {
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return {
    ok: status === 200,
    status,
    headers: new Headers({ "content-length": String(bytes.byteLength) }),
    arrayBuffer: () => Promise.resolve(whole ? bytes.buffer : bytes.slice().buffer),
    text: () => Promise.resolve(new TextDecoder().decode(bytes)),
    json: () => Promise.resolve(JSON.parse(new TextDecoder().decode(bytes))),
  };
}
