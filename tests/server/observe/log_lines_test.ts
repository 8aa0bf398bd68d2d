/** How much the log says of a failure, and when it is written. */
import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import { requestLog, writeLine } from "@/lib/server/observe/log.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** The entry of a request that is answered with a status after some milliseconds. */
async function entryOf(status: number, milliseconds = 1): Promise<LogEntry> {
  const entries: LogEntry[] = [];
  let time = 7;
  const app = new Hono<SiteEnv>();
  app.use(requestLog((entry) => entries.push(entry), () => (time += milliseconds) - milliseconds));
  app.get("*", () => new Response("", { status }));
  await app.request("/");
  return entries[0]!;
}

Deno.test("requestLog() calls it an error from 500 on, and times it by tenths of a millisecond", async () => {
  const levels = await Promise.all([499, 500, 503].map(async (status) => (await entryOf(status)).level));
  assertEquals(levels, ["info", "error", "error"]);
  const times = await Promise.all(
    [12.34, 12.36].map(async (time) => (await entryOf(200, time)).milliseconds),
  );
  assertEquals(times, [12.3, 12.4]);
  assertEquals("error" in await entryOf(500), false, "nothing was thrown");
});

Deno.test("requestLog() names the eight innermost places of an unexpected error", async () => {
  const entries: LogEntry[] = [];
  const app = new Hono<SiteEnv>();
  app.use(requestLog((entry) => entries.push(entry), () => 0));
  app.get("*", () => {
    const error = new TypeError("secret");
    const frames = Array.from({ length: 12 }, (_, at) => `    at place${at}`);
    error.stack = ["TypeError: secret", ...frames].join("\n");
    throw error;
  });
  app.onError((_error, c) => c.text("failed", 500));
  await app.request("/");
  const named = Array.from({ length: 8 }, (_, at) => `at place${at}`);
  assertEquals(entries[0]!.error, ["TypeError", ...named].join("; "));
});

Deno.test("writeLine() writes all lines of 20 milliseconds at once, and then those of the next", () => {
  const { setTimeout: own } = globalThis;
  const { log } = console;
  const timers: [() => void, number][] = [];
  const written: string[] = [];
  const line = (status: number) =>
    writeLine({ level: "info", method: "GET", route: "/", status, milliseconds: 1 });
  globalThis.setTimeout = ((act: () => void, wait: number) => timers.push([act, wait])) as typeof setTimeout;
  // deno-lint-ignore no-console
  console.log = (text: string) => void written.push(text);
  try {
    line(200);
    line(404);
    timers[0]![0]();
    line(500);
    timers[1]![0]();
  } finally {
    globalThis.setTimeout = own;
    // deno-lint-ignore no-console
    console.log = log;
  }
  assertEquals(timers.map(([, wait]) => wait), [20, 20]);
  const statuses = written.map((text) => text.split("\n").map((each) => JSON.parse(each).status));
  assertEquals(statuses, [[200, 404], [500]]);
});
