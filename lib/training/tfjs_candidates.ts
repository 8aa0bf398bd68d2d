/**
 * The backends of tfjs, each loaded only when it is tried; their WebAssembly comes from the site itself.
 *
 * @module
 */
import { env, ready, setBackend } from "@tensorflow/tfjs-core";
import type { EngineCandidate } from "@/lib/training/choose_engine.ts";
import type { EngineSpec } from "@/lib/training/engine.ts";
import { createTfjsEngine, type TfjsBackend } from "@/lib/training/tfjs_engine.ts";

/** What the candidates know of the device. */
export interface TfjsDevice {
  /** `navigator.hardwareConcurrency`. */
  readonly cores: number;
  readonly hasGpu: boolean;
}

/** More threads than this do not pay for networks of this kind. */
const MOST_THREADS = 8;

let threads = 1;

/** Threads of the WASM backend, once it was made ready. */
export function wasmThreads(): number {
  return threads;
}

/** WASM, the plain CPU backend, and WebGPU where the browser has it. */
export function tfjsCandidates(device: TfjsDevice): EngineCandidate[] {
  env().set("PROD", true);
  const wasm = () => prepareWasm(device.cores);
  const candidates = [candidate("wasm", wasm), candidate("cpu", prepareCpu)];
  return device.hasGpu ? [...candidates, candidate("webgpu", prepareWebgpu)] : candidates;
}

function candidate(backend: TfjsBackend, prepare: () => Promise<void>): EngineCandidate {
  return {
    backend,
    async create(spec: EngineSpec) {
      await prepare();
      if (!await setBackend(backend)) throw new Error(`This browser has no ${backend}`);
      await ready();
      return createTfjsEngine(spec, backend);
    },
  };
}

async function prepareWasm(cores: number): Promise<void> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(`/tfjs/${wasm.version_wasm}/`);
  wasm.setThreadsCount(Math.max(1, Math.min(MOST_THREADS, cores)));
  if (!await setBackend("wasm")) throw new Error("This browser has no WebAssembly with SIMD");
  await ready();
  threads = await env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT") ? wasm.getThreadsCount() : 1;
}

async function prepareCpu(): Promise<void> {
  await import("@tensorflow/tfjs-backend-cpu");
}

async function prepareWebgpu(): Promise<void> {
  await import("@tensorflow/tfjs-backend-webgpu");
}
