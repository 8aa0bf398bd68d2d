/** The kernel as tests run it: from the files that `deno task kernel` made. */
import { createKernelOps } from "@/lib/transformer/kernel/kernel_ops.ts";
import type { KernelMatrix } from "@/lib/transformer/kernel/kernel_matrix.ts";
import type { KernelBuild } from "@/lib/transformer/kernel/pick_build.ts";
import type { Ops } from "@/lib/transformer/ops.ts";

const MADE = new URL("../../lib/transformer/kernel/made/", import.meta.url);
const THREAD = new URL("../../lib/transformer/kernel/kernel_worker.ts", import.meta.url);

export const BUILDS: readonly KernelBuild[] = ["relaxed", "plain"];

/** Operations of a build. Dispose of them. */
export async function kernelOps(build: KernelBuild, threads = 1): Promise<Ops<KernelMatrix>> {
  const wasm = await WebAssembly.compile(await Deno.readFile(new URL(`${build}.wasm`, MADE)));
  return await createKernelOps({
    wasm,
    build,
    threads,
    startThread: () => new Worker(THREAD, { type: "module" }),
  });
}
