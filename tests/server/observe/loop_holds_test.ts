/** What the loop's monitor notes, in figures: its clock and its looks are the test's. */
import { assertEquals } from "@std/assert";
import { Hono } from "hono";
import { createLoopMonitor, type LoopMonitor } from "@/lib/server/observe/loop_monitor.ts";

/** A monitor that looks when it is told to, at a time in milliseconds. */
function byHand() {
  const { setInterval: own } = globalThis;
  const looks: [() => void, number][] = [];
  const warnings: string[] = [];
  let time = 0;
  globalThis.setInterval = ((look: () => void, every: number) => looks.push([look, every])) as typeof own;
  let monitor: LoopMonitor;
  try {
    monitor = createLoopMonitor({ now: () => time, warn: (each) => void warnings.push(each) });
  } finally {
    globalThis.setInterval = own;
  }
  const at = (next: number) => {
    time = next;
    return monitor.longest();
  };
  const lookAt = (next: number) => {
    at(next);
    looks[0]![0]();
  };
  return { monitor, warnings, at, lookAt, every: looks[0]![1] };
}

Deno.test("the monitor looks every 20 ms, and notes what comes a millisecond late", () => {
  const { lookAt, at, every } = byHand();
  assertEquals(every, 20);
  lookAt(20);
  lookAt(40.5);
  assertEquals(at(41), 0);
  lookAt(61.5);
  assertEquals(at(62), 1);
});

Deno.test("the monitor keeps the longest hold of each second, for 60 of them", () => {
  const { lookAt, at } = byHand();
  for (const time of [10_000, 10_050, 10_075]) lookAt(time);
  assertEquals(at(10_100), 9980);
  const later = byHand();
  // The first look is on time; then one is 30 ms late, and one 5.
  for (const time of [20, 70, 95]) later.lookAt(time);
  assertEquals([later.at(59_999), later.at(60_000)], [30, 0]);
  later.lookAt(60_000);
  assertEquals(later.at(119_999), 60_000 - 95 - 20);
});

Deno.test("the monitor warns of more than 50 ms", () => {
  const { lookAt, warnings } = byHand();
  for (const time of [20, 90, 160.5]) lookAt(time);
  assertEquals(warnings, ["The event loop was held for 51 ms by one of: no request"]);
});

Deno.test("the warning names five routes at most, each once, of requests since the last look", async () => {
  const { monitor, lookAt, warnings } = byHand();
  const app = new Hono();
  const routes = ["a", "b", "c", "d", "e", "f"].map((name) => `/${name}/:id`);
  for (const route of routes) {
    app.get(route, (c) => {
      monitor.begin(c);
      if (c.req.query("ends") !== undefined) monitor.end(c);
      return c.text("");
    });
  }
  const ask = async (path: string) => void await (await app.request(path)).text();
  for (const path of ["/a/1", "/a/2", "/b/1?ends"]) await ask(path);
  lookAt(100);
  lookAt(200);
  for (const name of ["c", "d", "e", "f"]) await ask(`/${name}/1`);
  lookAt(300);
  assertEquals(warnings.map((each) => each.split(": ")[1]), [
    "GET /a/:id, GET /b/:id",
    "GET /a/:id",
    "GET /a/:id, GET /c/:id, GET /d/:id, GET /e/:id, GET /f/:id",
  ]);
});
