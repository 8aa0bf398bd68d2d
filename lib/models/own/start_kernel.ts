/**
 * The kernel in a model worker.
 *
 * @module
 */
import { fetchKernel, startKernelThread } from "@/lib/transformer/kernel/fetch_kernel.ts";
import type { KernelMatrix } from "@/lib/transformer/kernel/kernel_matrix.ts";
import { type CompiledKernel, createKernelOps } from "@/lib/transformer/kernel/kernel_ops.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";

/**
 * Fetches the build that runs here and starts it on `threads` threads.
 *
 * @throws {UnknownModelError} If none runs, or it cannot be fetched.
 * @throws {RangeError} If no memory can be had.
 */
export async function startKernel(threads: number): Promise<Ops<KernelMatrix>> {
  return await createKernelOps({ ...await compiledKernel(), threads, startThread: startKernelThread });
}

async function compiledKernel(): Promise<CompiledKernel> {
  const kernel = await fetchKernel().catch((error) => {
    throw new UnknownModelError(
      `its kernel is not there (${error instanceof Error ? error.message : error})`,
    );
  });
  if (kernel === null) throw new UnknownModelError("this browser's WebAssembly has no SIMD");
  return kernel;
}
