import { assertEquals, assertRejects } from "@std/assert";
import { pause } from "@/lib/models/engine/pause.ts";
import { untilAborted } from "@/lib/models/worker/until_aborted.ts";
import { wait } from "@/lib/models/download/wait.ts";

Deno.test("pause() lets a message in that arrived before it, which promises alone never do", async () => {
  const { port1, port2 } = new MessageChannel();
  let arrived = false;
  port1.onmessage = () => arrived = true;
  port2.postMessage("stop");
  for (let turns = 0; turns < 1000; turns++) await Promise.resolve();
  assertEquals(arrived, false, "Resolved promises do not let messages in");
  await pause();
  assertEquals(arrived, true);
  port1.close();
  port2.close();
});

Deno.test({
  name: "pause() can be awaited for every token: it leaves no port open",
  // What is asserted: an open port fails the test.
  sanitizeResources: true,
  sanitizeOps: true,
  async fn() {
    for (let token = 0; token < 500; token++) assertEquals(await pause(), undefined);
  },
});

Deno.test("pause() asks the browser's own queue of tasks where there is one: no channel is made for a token", async () => {
  let tasks = 0;
  const { MessageChannel } = globalThis;
  const queue = { postTask: (task: () => void) => (tasks++, Promise.resolve().then(task)) };
  Object.assign(globalThis, { scheduler: queue, MessageChannel: null });
  try {
    await pause();
  } finally {
    Object.assign(globalThis, { MessageChannel });
    Reflect.deleteProperty(globalThis, "scheduler");
  }
  assertEquals(tasks, 1);
});

Deno.test("wait() rejects with the signal's reason as soon as it aborts", async () => {
  const controller = new AbortController();
  const waiting = wait(60_000, controller.signal);
  controller.abort(new Error("never mind"));
  await assertRejects(() => waiting, Error, "never mind");
});

Deno.test("untilAborted() leaves what it waits for running", async () => {
  const controller = new AbortController();
  const work = Promise.withResolvers<string>();
  const waiting = untilAborted(work.promise, controller.signal);
  controller.abort(new Error("gone"));
  await assertRejects(() => waiting, Error, "gone");
  work.resolve("done");
  assertEquals(await work.promise, "done");
  assertEquals(await untilAborted(work.promise, new AbortController().signal), "done");
  await assertRejects(
    () => untilAborted(work.promise, AbortSignal.abort(new Error("before"))),
    Error,
    "before",
  );
});
