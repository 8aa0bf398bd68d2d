/**
 * The backends of tfjs, each loaded only when it is tried; their WebAssembly comes from the site itself.
 *
 * @module
 */
import { env, setBackend } from "@tensorflow/tfjs-core";
import type { EngineCandidate } from "@/lib/training/engines/choose_engine.ts";
import type { EngineSpec } from "@/lib/training/engines/engine.ts";
import { parameterCount } from "@/lib/training/network/network.ts";
import { createTfjsEngine, type TfjsBackend } from "@/lib/training/engines/tfjs_engine.ts";

/** What the candidates know of the device. */
interface TfjsDevice {
  /** `navigator.hardwareConcurrency`. */
  readonly cores: number;
  readonly hasGpu: boolean;
}

/** More threads than this do not pay for networks of this kind. */
const MAX_THREADS = 8;

/** Parameters from which a network gets a thread for every core; a smaller one has one, and starts no workers for them. */
const THREADED = 300_000;

/** tfjs takes no more threads than half of the cores that it is told of. */
const CORES_A_THREAD = 2;

let threads = 1;
let wasmStarted: Promise<void> | null = null;

/** Threads of the WASM backend, once it was made ready. */
export function wasmThreads(): number {
  return threads;
}

/** WASM, the plain CPU backend, and WebGPU where the browser has it. */
export function tfjsCandidates(device: TfjsDevice): EngineCandidate[] {
  env().set("PROD", true);
  const wasm = (spec: EngineSpec) => wasmStarted ??= startWasm(device.cores, spec);
  const candidates = [candidate("wasm", wasm), candidate("cpu", prepareCpu)];
  return device.hasGpu ? [...candidates, candidate("webgpu", prepareWebgpu)] : candidates;
}

function candidate(backend: TfjsBackend, prepare: (spec: EngineSpec) => Promise<void>): EngineCandidate {
  return {
    backend,
    async create(spec: EngineSpec) {
      await prepare(spec);
      // Not ready() too: that waits for every backend that was begun, also for one that never comes up.
      if (!await setBackend(backend)) throw new Error(`This browser has no ${backend}`);
      return createTfjsEngine(spec, backend);
    },
  };
}

/** The first network of a worker decides on the threads: tfjs starts them once. */
async function startWasm(cores: number, { shape }: EngineSpec): Promise<void> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(`/tfjs/${wasm.version_wasm}/`);
  wasm.setThreadsCount(Math.max(1, Math.min(MAX_THREADS, cores)));
  // Threads that wait for each other cost a small network more than they bring, and each is a worker to start.
  if (parameterCount(shape) < THREADED) env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  await withCores(CORES_A_THREAD * cores, async () => {
    if (!await setBackend("wasm")) throw new Error("This browser has no WebAssembly with SIMD");
  });
  threads = await env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT") ? wasm.getThreadsCount() : 1;
}

/** What tfjs is told of the cores holds while it starts. */
async function withCores(cores: number, start: () => Promise<void>): Promise<void> {
  Object.defineProperty(navigator, "hardwareConcurrency", { value: cores, configurable: true });
  try {
    await start();
  } finally {
    // What stands on the prototype shows again.
    delete (navigator as { hardwareConcurrency?: number }).hardwareConcurrency;
  }
}

async function prepareCpu(): Promise<void> {
  await import("@tensorflow/tfjs-backend-cpu");
}

async function prepareWebgpu(): Promise<void> {
  await import("@tensorflow/tfjs-backend-webgpu");
}
