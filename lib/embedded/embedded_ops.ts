import { type CompiledKernel, createLoneKernelOps } from "@/lib/transformer/kernel/kernel_ops.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";

/** An embedded model takes 10 MB, and a few more for its context. */
const MAX_BYTES = 2 ** 27;

/** Operations of one embedded model: the kernel's, or plain TypeScript where there is none. */
export function embeddedOps(kernel: CompiledKernel | null): Ops {
  return kernel === null ? PLAIN_OPS : createLoneKernelOps(kernel, MAX_BYTES);
}
