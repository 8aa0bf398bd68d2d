import { assertEquals } from "@std/assert";
import { getPriority } from "node:os";
import { lowerThreads, workersOf } from "@/lib/build/lower_threads.ts";

/** A server of a kind: it starts a worker, and later another. */
const SERVER = `
const start = () => new Worker(new URL("data:text/javascript,onmessage=()=>{}"), { type: "module" });
start();
setTimeout(start, 700);
setInterval(() => {}, 1000);
`;

Deno.test({
  name: "a server's workers come after the thread that answers, also one that is started later",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const server = new Deno.Command(Deno.execPath(), { args: ["eval", SERVER] }).spawn();
    const own = getPriority(server.pid);
    const lowered = () => workersOf(server.pid).filter((thread) => getPriority(thread) > own || own === 19);
    const stop = lowerThreads(server.pid);
    try {
      while (lowered().length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
      assertEquals(getPriority(server.pid), own);
    } finally {
      stop();
      server.kill("SIGKILL");
      await server.status;
    }
    assertEquals(workersOf(server.pid), []);
  },
});
