/**
 * The kernel as the server runs it.
 *
 * @module
 */
import { ROOT } from "@/lib/server/root.ts";
import type { CompiledKernel } from "@/lib/transformer/kernel/kernel_ops.ts";
import { type KernelBuild, pickKernelBuild } from "@/lib/transformer/kernel/pick_build.ts";

/**
 * A build as `deno task kernel` made it.
 *
 * @throws {Deno.errors.NotFound} Where it was not made.
 */
export function compiledKernel(build: KernelBuild): CompiledKernel {
  const bytes = Deno.readFileSync(`${ROOT}/lib/transformer/kernel/made/${build}.wasm`);
  return { build, wasm: new WebAssembly.Module(bytes) };
}

/** The build for this machine; null where it was not made, or does not run here. */
export function serverKernel(): CompiledKernel | null {
  const build = pickKernelBuild();
  if (build === null) return null;
  try {
    return compiledKernel(build);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
