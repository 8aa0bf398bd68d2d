/**
 * What this browser can run models on.
 *
 * @module
 */
import { pickKernelBuild } from "@/lib/transformer/kernel/pick_build.ts";

/** What a device offers. */
export interface DeviceCapabilities {
  /** Whether a WebGPU adapter was found. */
  readonly webgpu: boolean;
  /** Whether that adapter computes in 16-bit floats, which `fp16` and `q4f16` need. */
  readonly shaderF16: boolean;
  /** Whether this site's own engine runs here: its kernel needs WebAssembly with SIMD. */
  readonly kernel: boolean;
  /** Whether WASM can use threads. */
  readonly crossOriginIsolated: boolean;
  /** WASM threads to use. */
  readonly threads: number;
  /** The most bytes that expanded weights may take. */
  readonly expandBudget: number;
}

/** The parts of a global scope that tell what a device can do; a page's or a worker's. */
export interface DeviceScope {
  readonly crossOriginIsolated?: boolean;
  /** Not in every browser, even where it is isolated. */
  readonly SharedArrayBuffer?: unknown;
  readonly navigator: {
    readonly hardwareConcurrency?: number;
    /** GiB, rounded by the browser and at most 8; not in every browser. */
    readonly deviceMemory?: number;
    readonly gpu?: {
      requestAdapter(): Promise<{ readonly features: { has(name: string): boolean } } | null>;
    };
  };
}

const GIB = 1024 ** 3;
const MAX_THREADS = 4;
/** A WASM heap ends at 4 GiB, and loading takes the expanded weights about twice. */
const MAX_EXPANDED_BYTES = 1.5 * GIB;
/** A device of less memory, in GiB, expands nothing, nor does a browser that does not tell it: a phone ends the tab. */
const ENOUGH_MEMORY = 8;
/** The share of a device's memory that expanded weights may take. */
const MEMORY_SHARE = 0.2;

/** Finds out what a device offers. Never throws: a failing adapter counts as none. */
export async function deviceCapabilities(scope: DeviceScope): Promise<DeviceCapabilities> {
  const adapter = await scope.navigator.gpu?.requestAdapter().catch(() => null) ?? null;
  const memory = scope.navigator.deviceMemory ?? 0;
  return {
    webgpu: adapter !== null,
    shaderF16: adapter?.features.has("shader-f16") ?? false,
    kernel: pickKernelBuild() !== null,
    crossOriginIsolated: hasSharedMemory(scope),
    threads: wasmThreads(scope),
    expandBudget: memory < ENOUGH_MEMORY ? 0 : Math.min(MAX_EXPANDED_BYTES, memory * GIB * MEMORY_SHARE),
  };
}

/** Whether threads can share memory: WebKit may have none to share, though the page is isolated. */
export function hasSharedMemory(
  scope: Pick<DeviceScope, "crossOriginIsolated" | "SharedArrayBuffer"> = globalThis,
): boolean {
  return scope.crossOriginIsolated === true && scope.SharedArrayBuffer !== undefined;
}

/** WASM threads: half of the logical cores, since more than the physical ones is slower; 2 on two cores, 4 at most. */
export function wasmThreads(scope: DeviceScope): number {
  const cores = scope.navigator.hardwareConcurrency ?? 1;
  if (!hasSharedMemory(scope) || cores < 2) return 1;
  return Math.max(2, Math.min(MAX_THREADS, Math.ceil(cores / 2)));
}

/** Whether a weight format computes in 16-bit floats. */
export function needsShaderF16(dtype: string): boolean {
  return dtype.endsWith("f16") || dtype === "fp16";
}
