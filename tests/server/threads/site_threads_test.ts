import { assertEquals, assertRejects } from "@std/assert";
import type { SiteJob, SiteStart, ThreadMessage } from "@/lib/server/threads/site_job.ts";
import { createComputeQueue } from "@/lib/server/threads/compute_queue.ts";
import { createSiteThreads } from "@/lib/server/threads/site_threads.ts";
import { createSpentTime } from "@/lib/server/threads/spent_time.ts";
import { type SitePort, ThreadReplaced } from "@/lib/server/threads/thread_slot.ts";
import { QueueFull } from "@/lib/server/limits/bounded_queue.ts";
import { readConfig } from "@/lib/server/config.ts";

const START: SiteStart = { config: readConfig(() => undefined), storeKind: null };

function job(url: string): SiteJob {
  return { method: "GET", url, headers: [], body: null, experiment: null };
}

/** Threads that answer with the address, unless it says to hang or to die. */
function fakeThreads(isFair = true, count = 1) {
  const state = { made: 0, ended: 0, time: 0, order: [] as string[] };
  function create(): SitePort {
    state.made++;
    const say = (data: ThreadMessage) =>
      queueMicrotask(() => port.onmessage?.(new MessageEvent("message", { data })));
    const port: SitePort = {
      onmessage: null,
      onerror: null,
      terminate: () => void state.ended++,
      postMessage(message) {
        if ("config" in message) return say({ kind: "ready" });
        state.order.push(message.url);
        if (message.url === "hang") return;
        if (message.url === "die") return port.onerror?.(new ErrorEvent("error", { message: "died" }));
        state.time += Number(message.url.split(" ")[1] ?? 0);
        const body = new TextEncoder().encode(message.url).buffer;
        setTimeout(() => say({ kind: "answer", answer: { status: 200, headers: [], body } }), 1);
      },
    };
    return port;
  }
  const options = {
    start: START,
    log: () => {},
    count,
    create,
    deadline: 300,
    isFair,
    queue: createComputeQueue(count, () => state.time),
  };
  return { state, threads: createSiteThreads(options)! };
}

const textOf = (body: ArrayBuffer) => new TextDecoder().decode(body);

Deno.test("a request that takes too long ends its thread, and the next one has another", async () => {
  const { state, threads } = fakeThreads();
  const late = assertRejects(() => threads.answer("a", job("hang")), ThreadReplaced, "more than 300 ms");
  const next = threads.answer("b", job("next"));
  await late;
  assertEquals(textOf((await next).body), "next");
  assertEquals([state.made, state.ended], [2, 1]);
});

Deno.test("closing ends every thread that was made, and makes no other", async () => {
  const { state, threads } = fakeThreads();
  await threads.answer("a", job("first"));
  assertEquals([state.made, state.ended], [1, 0]);
  threads.close();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals([state.made, state.ended], [1, 1]);
});

Deno.test("a thread that dies is replaced", async () => {
  const { state, threads } = fakeThreads();
  await assertRejects(() => threads.answer("a", job("die")), ThreadReplaced, "died");
  assertEquals(textOf((await threads.answer("a", job("next"))).body), "next");
  assertEquals(state.made, 2);
});

Deno.test("who had least computed goes first, whoever asked first", async () => {
  const { state, threads } = fakeThreads();
  await threads.answer("greedy", job("g 500"));
  const asked = ["greedy", "greedy", "modest"].map((client, i) =>
    threads.answer(client, job(`${client}${i} 100`))
  );
  await Promise.all(asked);
  assertEquals(state.order.slice(1), ["modest2 100", "greedy0 100", "greedy1 100"]);
});

Deno.test("a client whose requests take long leaves a thread to the others", async () => {
  const { state, threads } = fakeThreads(true, 2);
  const late = [1, 2].map(() => assertRejects(() => threads.answer("greedy", job("hang")), ThreadReplaced));
  assertEquals(textOf((await threads.answer("modest", job("next"))).body), "next");
  assertEquals(state.order, ["hang", "next"], "the second waits for the first");
  await Promise.all(late);
});

Deno.test("a client that asks a model too has one core, not two", async () => {
  const state = { running: 0, most: 0 };
  const queue = createComputeQueue(2, () => 0);
  const work = async () => {
    state.most = Math.max(state.most, ++state.running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    state.running--;
  };
  await Promise.all([1, 2, 3].map(() => queue.run("greedy", work)));
  assertEquals(state.most, 1);
  await Promise.all(["greedy", "greedy", "modest"].map((client) => queue.run(client, work)));
  assertEquals(state.most, 2);
  state.most = 0;
  await Promise.all([1, 2, 3].map(() => queue.run("", work)));
  assertEquals(state.most, 2, "everybody");
});

Deno.test("where clients are not told apart, requests keep their order", async () => {
  const { state, threads } = fakeThreads(false);
  await threads.answer("greedy", job("g 500"));
  await Promise.all(
    ["greedy", "greedy", "modest"].map((client, i) => threads.answer(client, job(`${client}${i} 9`))),
  );
  assertEquals(state.order.slice(1), ["greedy0 9", "greedy1 9", "modest2 9"]);
});

Deno.test("64 requests are computed or wait, for 8 seconds: the next of another client is refused", async () => {
  const { threads } = fakeThreads();
  const waits: number[] = [];
  const { setTimeout: own } = globalThis;
  globalThis.setTimeout = ((act: () => void, milliseconds: number) => {
    waits.push(milliseconds);
    return own(act, milliseconds);
  }) as typeof setTimeout;
  const asked = Array.from({ length: 64 }, (_, i) => threads.answer(`client ${i}`, job(`${i}`)));
  globalThis.setTimeout = own;
  await assertRejects(() => threads.answer("one more", job("more")), QueueFull, "64 are waiting already");
  assertEquals((await Promise.all(asked)).map(({ body }) => textOf(body)), asked.map((_, i) => `${i}`));
  assertEquals(waits.filter((milliseconds) => milliseconds === 8000).length, 64);
  threads.close();
});

Deno.test("a platform without threads has none", () => {
  const create = () => {
    throw new ReferenceError("Worker is not defined");
  };
  const queue = createComputeQueue(2, () => 0);
  const options = { start: START, log: () => {}, count: 2, queue, create, deadline: 30, isFair: true };
  assertEquals(createSiteThreads(options), null);
});

Deno.test("what was computed for a client is forgotten by half every 20 seconds", () => {
  let time = 0;
  const spent = createSpentTime(() => time);
  spent.add("a", 100);
  time = 20_000;
  assertEquals([spent.of("a"), spent.of("b")], [50, 0]);
  spent.add("a", 100);
  assertEquals(spent.of("a"), 150);
});
