/** The thread that starts the others, as a worker whose scope is the test's. */
import { assertEquals } from "@std/assert";

interface Begun {
  readonly script: string;
  readonly options: WorkerOptions;
  readonly sent: unknown[][];
  ended: number;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** What takes the place of the worker's scope: the threads that it began, and what it said. */
interface Stage {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage: (report: unknown) => void;
  Worker: unknown;
}

const begun: Begun[] = [];
const said: unknown[] = [];
const stage = globalThis as unknown as Stage;
let canStart = true;

/** A thread that runs nothing. */
class FakeWorker implements Begun {
  readonly script: string;
  readonly sent: unknown[][] = [];
  ended = 0;
  onerror: Begun["onerror"] = null;
  constructor(script: URL, readonly options: WorkerOptions) {
    if (!canStart) throw new RangeError("no thread more");
    this.script = script.pathname.split("/").slice(-3).join("/");
    begun.push(this);
  }
  postMessage(...message: unknown[]): void {
    this.sent.push(message);
  }
  terminate(): void {
    this.ended++;
  }
}

stage.Worker = FakeWorker;
stage.postMessage = (report) => void said.push(report);
await import("@/routes/threads/nursery.ts");

const tell = (data: unknown) => stage.onmessage!({ data });

Deno.test("the nursery starts a thread and hands it its port", () => {
  const port = { name: "port" };
  tell({ begin: 3, port });
  assertEquals([begun[0]!.script, begun[0]!.options], ["routes/threads/thread.ts", {
    type: "module",
    name: "site",
  }]);
  assertEquals(begun[0]!.sent, [[port, [port]]]);
  assertEquals(said, []);
});

Deno.test("the nursery tells which thread failed, and stays", () => {
  const event = new ErrorEvent("error", { message: "no memory", cancelable: true });
  begun[0]!.onerror!(event);
  assertEquals([said.splice(0), event.defaultPrevented], [[{ failed: 3, message: "no memory" }], true]);
  canStart = false;
  tell({ begin: 4, port: {} });
  assertEquals(said.splice(0), [{ failed: 4, message: "RangeError: no thread more" }]);
  canStart = true;
});

Deno.test("the nursery ends the thread that is named, once", () => {
  tell({ begin: 5, port: {} });
  tell({ end: 5 });
  assertEquals(begun.map(({ ended }) => ended), [0, 1]);
  for (const id of [5, 4, 99]) tell({ end: id });
  assertEquals(begun.map(({ ended }) => ended), [0, 1], "what is no more, or never was");
  tell({ end: 3 });
  assertEquals(begun.map(({ ended }) => ended), [1, 1]);
});
