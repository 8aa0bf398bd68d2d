/**
 * The kernel as the server runs it.
 *
 * @module
 */
import { ROOT } from "@/lib/server/assets/root.ts";
import { type CompiledKernel, createLoneKernelOps } from "@/lib/transformer/kernel/kernel_ops.ts";
import { pickKernelBuild } from "@/lib/transformer/kernel/pick_build.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";

/** An embedded model takes 10 MB, and a few more for its context. */
const MOST_BYTES = 2 ** 27;

/** The build for this machine; null where it was not made, or does not run here. */
export function serverKernel(): CompiledKernel | null {
  const build = pickKernelBuild();
  if (build === null) return null;
  try {
    const bytes = Deno.readFileSync(`${ROOT}/lib/transformer/kernel/made/${build}.wasm`);
    return { build, wasm: new WebAssembly.Module(bytes) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Operations of one embedded model: the kernel's, or plain TypeScript where there is none. */
export function embeddedOps(kernel: CompiledKernel | null): Ops {
  return kernel === null ? PLAIN_OPS : createLoneKernelOps(kernel, MOST_BYTES);
}
