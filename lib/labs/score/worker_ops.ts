import { wasmThreads } from "@/lib/models/device.ts";
import { fetchKernel, startKernelThread } from "@/lib/transformer/kernel/fetch_kernel.ts";
import { createKernelOps } from "@/lib/transformer/kernel/kernel_ops.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";

/**
 * What computes in the scoring worker: the kernel on the device's threads, one set of them for all models, or plain
 * TypeScript where the kernel does not run or cannot be had.
 */
export async function workerOps(): Promise<Ops> {
  try {
    const compiled = await fetchKernel();
    if (compiled === null) return PLAIN_OPS;
    const threads = wasmThreads(globalThis);
    return await createKernelOps({ ...compiled, threads, startThread: startKernelThread });
  } catch {
    // A kernel that cannot be had is no reason not to answer.
    return PLAIN_OPS;
  }
}
