import { assertEquals } from "@std/assert";
import { getPriority } from "node:os";
import { lowerThreads, workersOf } from "@/lib/build/lower_threads.ts";

Deno.test({
  name: "a server's workers come after the thread that answers, also one that is started later",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const own = getPriority(Deno.pid);
    const start = () => new Worker(new URL("data:text/javascript,onmessage=()=>{}"), { type: "module" });
    const workers = [start()];
    const stop = lowerThreads(Deno.pid);
    try {
      await untilLowered(1);
      workers.push(start());
      await untilLowered(2);
      assertEquals(getPriority(Deno.pid), own);
    } finally {
      stop();
      for (const worker of workers) worker.terminate();
    }

    async function untilLowered(count: number): Promise<void> {
      const lowered = () => workersOf(Deno.pid).filter((thread) => getPriority(thread) > own || own === 19);
      while (lowered().length < count) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  },
});

Deno.test("a process that has ended has no workers", () => {
  assertEquals(workersOf(2 ** 22 + 1), []);
});
