/**
 * The kernel in a model worker.
 *
 * @module
 */
import type { KernelMatrix } from "@/lib/transformer/kernel/kernel_matrix.ts";
import { createKernelOps } from "@/lib/transformer/kernel/kernel_ops.ts";
import { type KernelBuild, pickKernelBuild } from "@/lib/transformer/kernel/pick_build.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";

/** The builds' files, which `deno task kernel` makes. */
const FILES: { readonly [Build in KernelBuild]: URL } = {
  relaxed: new URL("../../transformer/kernel/made/relaxed.wasm", import.meta.url),
  plain: new URL("../../transformer/kernel/made/plain.wasm", import.meta.url),
};

/**
 * Fetches the build that runs here and starts it on so many threads.
 *
 * @throws {UnknownModelError} If none runs, or it cannot be fetched.
 * @throws {RangeError} If no memory can be had.
 */
export async function startKernel(threads: number): Promise<Ops<KernelMatrix>> {
  const build = pickKernelBuild();
  if (build === null) throw new UnknownModelError("this browser's WebAssembly has no SIMD");
  return await createKernelOps({
    wasm: await fetchModule(FILES[build]),
    build,
    threads,
    startThread: () =>
      new Worker(new URL("../../transformer/kernel/thread.ts", import.meta.url), { type: "module" }),
  });
}

async function fetchModule(url: URL): Promise<WebAssembly.Module> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    throw new UnknownModelError(
      `its kernel is not there (${error instanceof Error ? error.message : error})`,
    );
  }
}
