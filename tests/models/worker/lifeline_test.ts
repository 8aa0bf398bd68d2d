import { assertEquals } from "@std/assert";
import { holdLifeline, type Locks, watchLifeline } from "@/lib/models/worker/lifeline.ts";
import { fakeWorkers } from "../fake_worker.ts";

Deno.test("holdLifeline() resolves at once where there are no locks, no name, or a page that may not use them", async () => {
  const refusing = {
    request: () => Promise.reject(new DOMException("no", "SecurityError")),
  } as unknown as Locks;
  const held = [
    holdLifeline(undefined, "a"),
    holdLifeline(fakeWorkers().locks, ""),
    holdLifeline(refusing, "a"),
  ];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = new Promise((resolve) => timer = setTimeout(resolve, 0, "later"));
  assertEquals(await Promise.race([Promise.all(held).then(() => "at once"), later]), "at once");
  clearTimeout(timer);
});

Deno.test("watchLifeline() tells of a death once, and of none when it was called off", async () => {
  for (const calledOff of [false, true]) {
    const { locks, createWorker } = fakeWorkers();
    const worker = createWorker("model 1");
    const controller = new AbortController();
    let deaths = 0;
    watchLifeline(locks, "model 1", controller.signal, () => deaths++);
    await Promise.resolve();
    assertEquals(deaths, 0, "A worker that lives holds its lock");
    if (calledOff) controller.abort();
    worker.kill();
    assertEquals(deaths, calledOff ? 0 : 1);
  }
});

Deno.test("watchLifeline() without locks watches nothing", () => {
  watchLifeline(undefined, "a", new AbortController().signal, () => {
    throw new Error("Nobody can have died");
  });
});
