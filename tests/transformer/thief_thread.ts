/** A thread of the kernel that dies at the worst moment: it claims a piece of the next job and never does it. */
/// <reference lib="webworker" />
import type { ThreadOrder } from "@/lib/transformer/kernel/start_threads.ts";

/** Where assembly/threads.ts has the next piece to claim and, above it, the number of the job; and the jobs. */
const CLAIM = 128, ROOMS = 1024, JOB_BYTES = 256;

addEventListener("message", ({ data }: MessageEvent<ThreadOrder>) => {
  const { buffer } = data.memory;
  const claims = new BigInt64Array(buffer, CLAIM, 1), words = new Int32Array(buffer, 0, 1024);
  const first = Atomics.load(claims, 0) >> 32n;
  postMessage("ready");
  for (;;) {
    const claim = Atomics.load(claims, 0), job = claim >> 32n;
    const pieces = words[(ROOMS + Number(job & 7n) * JOB_BYTES) / 4 + 1]!;
    if (job === first || Number(claim & 0xffffffffn) >= pieces) continue;
    if (Atomics.compareExchange(claims, 0, claim, claim + 1n) === claim) break;
  }
  close();
}, { once: true });
