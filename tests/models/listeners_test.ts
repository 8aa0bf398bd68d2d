/** What waits on a signal lets go of it: one signal outlives many waits, and each that stays holds what it waited for. */
import { assertEquals, assertRejects } from "@std/assert";
import { wait } from "@/lib/models/download/wait.ts";
import { untilAborted } from "@/lib/models/worker/until_aborted.ts";
import { WorkerConnection } from "@/lib/models/worker/worker_connection.ts";

/** A signal that counts who listens to it. */
function watched() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  const [add, remove] = [signal.addEventListener, signal.removeEventListener];
  Object.assign(signal, {
    addEventListener: (...how: Parameters<typeof add>) => (listeners.add(how[1]), add.apply(signal, how)),
    removeEventListener: (...how: Parameters<typeof remove>) => (
      listeners.delete(how[1]), remove.apply(signal, how)
    ),
  });
  return { controller, signal, listeners };
}

/** A connection to a worker that answers at once. */
function connection(): WorkerConnection {
  let hear = (_: unknown) => {};
  const made = new WorkerConnection(
    {
      postMessage: (message) => {
        const { type, id } = message as { readonly type: string; readonly id: number };
        if (type === "encode") queueMicrotask(() => hear({ type: "done", id, result: [id] }));
      },
      addEventListener: (type, listener) => {
        if (type === "message") hear = (data) => listener(new MessageEvent("message", { data }));
      },
      terminate: () => {},
    },
    "quick",
    undefined,
  );
  return made;
}

const WAITS: Readonly<Record<string, (signal: AbortSignal) => Promise<unknown>>> = {
  wait: (signal) => wait(1, signal),
  untilAborted: (signal) => untilAborted(Promise.resolve(1), signal),
  "untilAborted of a failure": (signal) =>
    untilAborted(Promise.reject(new Error("x")), signal).catch(() => {}),
  async request(signal) {
    const made = connection();
    await made.request("encode", { text: "a" }, { signal });
    made.terminate();
  },
};

for (const [name, act] of Object.entries(WAITS)) {
  Deno.test(`${name} leaves no listener behind once it is over`, async () => {
    const { signal, listeners } = watched();
    await act(signal);
    await new Promise((resolve) => setTimeout(resolve));
    assertEquals(listeners.size, 0);
  });
}

Deno.test("a wait that is called off leaves no timer, and who comes after it waits for nothing", async () => {
  const { controller, signal } = watched();
  const waiting = wait(60_000, signal);
  controller.abort(new Error("enough"));
  await assertRejects(() => waiting, Error, "enough");
  await assertRejects(() => untilAborted(new Promise(() => {}), signal), Error, "enough");
});

Deno.test("wait() on a signal that has aborted does not wait", async () => {
  const reason = new Error("canceled before");
  await assertRejects(() => wait(60_000, AbortSignal.abort(reason)), Error, reason.message);
});
