import { assertEquals, assertThrows } from "@std/assert";
import type { SiteStart } from "@/lib/server/threads/site_job.ts";
import { type NurseryMessage, type NurseryWorker, openNursery } from "@/routes/threads/open_nursery.ts";

/** A nursery's thread that notes what it is told. */
function fake() {
  const told: NurseryMessage[] = [];
  const worker: NurseryWorker = {
    postMessage: (message) => void told.push(message),
    terminate: () => {},
    onmessage: null,
    onerror: null,
  };
  return { worker, told };
}

const START = { storeKind: "the start" } as unknown as SiteStart;

Deno.test("a thread is begun elsewhere, and spoken to through a port of its own", async () => {
  const { worker, told } = fake();
  const nursery = openNursery(() => worker);
  const thread = nursery.create();
  const [begin] = told as [{ begin: number; port: MessagePort }];
  const heard = Promise.withResolvers<unknown>();
  begin.port.onmessage = ({ data }) => heard.resolve(data);
  thread.postMessage(START);
  assertEquals(await heard.promise, START);

  const answered = Promise.withResolvers<unknown>();
  thread.onmessage = ({ data }) => answered.resolve(data);
  begin.port.postMessage({ kind: "ready" });
  assertEquals(await answered.promise, { kind: "ready" });

  thread.terminate();
  assertEquals(told.at(-1), { end: begin.begin });
  begin.port.close();
  nursery.close();
});

Deno.test("each thread hears of its own failure, and of the nursery's, which is then begun anew", () => {
  const nurseries = [fake(), fake()];
  let opened = 0;
  const nursery = openNursery(() => nurseries[opened++]!.worker);
  const failures: string[] = [];
  const threads = ["a", "b"].map((name) => {
    const thread = nursery.create();
    thread.onerror = ({ message }) => void failures.push(`${name}: ${message}`);
    return thread;
  });
  const [first] = nurseries;
  first!.worker.onmessage!(new MessageEvent("message", { data: { failed: 1, message: "no memory" } }));
  assertEquals(failures, ["b: no memory"]);
  first!.worker.onerror!(new ErrorEvent("error", { message: "gone", cancelable: true }));
  assertEquals(failures, ["b: no memory", "a: gone", "b: gone"]);
  assertEquals(opened, 1);
  threads.push(nursery.create());
  assertEquals(opened, 2);
  for (const thread of threads) thread.terminate();
  for (const { told } of nurseries) for (const each of told) if ("port" in each) each.port.close();
});

Deno.test("where the platform has no threads the nursery says so", () => {
  const nursery = openNursery(() => {
    throw new Error("no Worker here");
  });
  assertThrows(() => nursery.create(), Error, "no Worker here");
});
