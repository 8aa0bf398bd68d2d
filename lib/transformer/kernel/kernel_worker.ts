/**
 * A thread of the kernel: says that it is there, then serves until the pool is stopped.
 *
 * @module
 */
/// <reference lib="webworker" />
import { instantiateKernel } from "@/lib/transformer/kernel/kernel_exports.ts";
import type { ThreadOrder } from "@/lib/transformer/kernel/start_threads.ts";

addEventListener("message", ({ data }: MessageEvent<ThreadOrder>) => {
  const kernel = instantiateKernel(data.wasm, data.memory);
  postMessage("ready");
  kernel.serve(data.thread);
}, { once: true });
