/** How long a place for a thread waits, and what it does with what the thread says. */
import { assertEquals, assertRejects } from "@std/assert";
import { readConfig } from "@/lib/server/config.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import type { SiteJob, SiteStart, ThreadMessage } from "@/lib/server/threads/site_job.ts";
import { createSlot, type SitePort, ThreadReplaced } from "@/lib/server/threads/thread_slot.ts";

const START: SiteStart = { config: readConfig(() => undefined), storeKind: null };
const JOB: SiteJob = { method: "GET", url: "/a", headers: [], body: null, experiment: null };

/** A place whose threads say what the test has them say, and whose timers the test fires. */
function opened() {
  const ports: SitePort[] = [];
  const log: LogEntry[] = [];
  const asked: string[] = [];
  let ended = 0;
  const create = () => {
    const port: SitePort = {
      onmessage: null,
      onerror: null,
      terminate: () => void ended++,
      postMessage: (message) => void ("url" in message && asked.push(message.url)),
    };
    ports.push(port);
    return port;
  };
  const slot = createSlot({ start: START, create, deadline: 777, log: (entry) => void log.push(entry) });
  const say = (data: ThreadMessage) => ports.at(-1)!.onmessage!(new MessageEvent("message", { data }));
  const fail = (message: string) => {
    const event = new ErrorEvent("error", { message, cancelable: true });
    ports.at(-1)!.onerror!(event);
    return event.defaultPrevented;
  };
  return { slot, ports, log, asked, say, fail, ended: () => ended };
}

/** Runs with timers that are noted and fired by the test alone. */
async function withTimers(run: (timers: [() => void, number][]) => Promise<void>): Promise<void> {
  const { setTimeout: own } = globalThis;
  const timers: [() => void, number][] = [];
  globalThis.setTimeout = ((act: () => void, wait: number) => timers.push([act, wait])) as typeof setTimeout;
  await run(timers).finally(() => globalThis.setTimeout = own);
}

const turn = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

Deno.test("a request waits 400 ms for a thread that is being started", () =>
  withTimers(async (timers) => {
    const { slot, asked, ended } = opened();
    const refused = assertRejects(() => slot.answer(JOB), ThreadReplaced, "A thread is being started");
    assertEquals(timers.map(([, wait]) => wait), [400]);
    timers[0]![0]();
    await refused;
    assertEquals([asked, ended()], [[], 0], "it goes on starting");
  }));

Deno.test("a thread that has begun has its time for each answer, and is replaced past it", () =>
  withTimers(async (timers) => {
    const { slot, ports, asked, say, ended } = opened();
    say({ kind: "ready" });
    const refused = assertRejects(() => slot.answer(JOB), ThreadReplaced, "more than 777 ms");
    await turn();
    assertEquals([timers.map(([, wait]) => wait), asked], [[400, 777], ["/a"]]);
    timers[1]![0]();
    await refused;
    assertEquals([ports.length, ended()], [2, 1]);
  }));

Deno.test("an answer is given once, and a line of the log is passed on between", () =>
  withTimers(async () => {
    const { slot, say, log } = opened();
    say({ kind: "ready" });
    const answered = slot.answer(JOB);
    await turn();
    const entry = { level: "error", method: "GET", route: "/a", status: 500, milliseconds: 1 } as const;
    say({ kind: "log", entry });
    const answer = { status: 201, headers: [], body: new ArrayBuffer(0) };
    say({ kind: "answer", answer });
    say({ kind: "answer", answer: { ...answer, status: 500 } });
    assertEquals([(await answered).status, log], [201, [entry]]);
  }));

Deno.test("a thread that fails as it starts is not started again by itself; one that fails at work is", () =>
  withTimers(async () => {
    const { slot, ports, fail, ended } = opened();
    const ready = assertRejects(() => slot.ready, ThreadReplaced, "A thread cannot start: no memory");
    assertEquals(fail("no memory"), true, "the server goes on");
    await ready;
    await assertRejects(() => slot.answer(JOB), ThreadReplaced, "cannot start");
    assertEquals([ports.length, ended()], [1, 0]);
    const other = opened();
    other.say({ kind: "ready" });
    const refused = assertRejects(() => other.slot.answer(JOB), ThreadReplaced, "A thread failed: gone");
    await turn();
    other.fail("gone");
    await refused;
    assertEquals([other.ports.length, other.ended()], [2, 1]);
    other.slot.close();
    assertEquals(other.ended(), 2);
  }));
