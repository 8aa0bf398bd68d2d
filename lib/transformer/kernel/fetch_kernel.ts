/**
 * The kernel's builds where a browser finds them.
 *
 * @module
 */
import type { CompiledKernel } from "@/lib/transformer/kernel/kernel_ops.ts";
import { type KernelBuild, pickKernelBuild } from "@/lib/transformer/kernel/pick_build.ts";
import type { ThreadWorker } from "@/lib/transformer/kernel/start_threads.ts";

/** Addresses of the builds; they change with the content. */
const FILES: { readonly [Build in KernelBuild]: URL } = {
  relaxed: new URL("./made/relaxed.wasm", import.meta.url),
  plain: new URL("./made/plain.wasm", import.meta.url),
};

/**
 * Fetches and compiles a build, by default the fastest that runs here; null where none does.
 *
 * @throws {Error} If it cannot be fetched.
 */
export async function fetchKernel(
  fetchFile: typeof fetch = fetch,
  build: KernelBuild | null = pickKernelBuild(),
): Promise<CompiledKernel | null> {
  if (build === null) return null;
  const response = await fetchFile(FILES[build]);
  if (!response.ok) throw new Error(`The kernel cannot be fetched (${response.status}): try again`);
  return { build, wasm: await WebAssembly.compile(await response.arrayBuffer()) };
}

/** Starts a worker for a thread of the kernel. */
export function startKernelThread(): ThreadWorker {
  return new Worker(new URL("./kernel_worker.ts", import.meta.url), { type: "module", name: "kernel" });
}
