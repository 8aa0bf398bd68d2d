import { assert, assertEquals } from "@std/assert";
import type { EngineOptions } from "@/lib/models/engine.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import type { MessageEndpoint, RequestType, Results, WorkerEvent } from "@/lib/models/worker/protocol.ts";
import { type EngineServices, serveEngine } from "@/lib/models/worker/serve_engine.ts";
import { createFakeEngine, type FakeBehavior, fakeLogits } from "../fake_engine.ts";
import { fakeSpec } from "../fake_spec.ts";

/** The worker's side of a port: requests go in by hand, answers are kept. */
class Port implements MessageEndpoint {
  readonly events: WorkerEvent[] = [];
  readonly transfers: Transferable[][] = [];
  #listener: (event: MessageEvent) => void = () => {};
  #waiting: (() => void)[] = [];

  postMessage(message: unknown, transfer: Transferable[]): void {
    this.events.push(message as WorkerEvent);
    this.transfers.push(transfer);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  addEventListener(_: "message", listener: (event: MessageEvent) => void): void {
    this.#listener = listener;
  }

  send(data: unknown): void {
    this.#listener(new MessageEvent("message", { data }));
  }

  /** The answer to a request, which is done. */
  async done<T extends RequestType>(id: number): Promise<Results[T]> {
    const event = await this.#answer(id);
    if (event.type === "done") return event.result as Results[T];
    throw new Error(`Request ${id} failed: ${event.message}`);
  }

  /** The answer to a request, which failed. */
  async failed(id: number): Promise<{ code: string; message: string; fatal: boolean }> {
    const event = await this.#answer(id);
    if (event.type === "done") throw new Error(`Request ${id} did not fail`);
    const { code, message, fatal } = event;
    return { code, message, fatal };
  }

  async #answer(id: number): Promise<Extract<WorkerEvent, { type: "done" | "failed" }>> {
    for (;;) {
      for (const event of this.events) {
        if ((event.type === "done" || event.type === "failed") && event.id === id) return event;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

function serve(behavior: FakeBehavior = {}, services: Partial<EngineServices> = {}): Port {
  const port = new Port();
  serveEngine(port, {
    createEngine: (options: EngineOptions) => createFakeEngine(options, behavior),
    openFiles: () => ({ get: () => Promise.resolve(null), forget: () => Promise.resolve() }),
    ...services,
  });
  return port;
}

async function serveLoaded(behavior: FakeBehavior = {}): Promise<Port> {
  const port = serve(behavior);
  port.send({ type: "load", id: 1, spec: fakeSpec() });
  await port.done<"load">(1);
  return port;
}

function logits(id: number, tokens = [1, 2]) {
  return { type: "logits", id, tokens, rows: 1, cache: true };
}

const never = new Promise<void>(() => {});

Deno.test("a request is answered under its id, and rows are transferred, not copied", async () => {
  const port = await serveLoaded();
  port.send(logits(2));
  const { rows } = await port.done<"logits">(2);
  assertEquals(rows, [fakeLogits([1, 2])]);
  assertEquals(port.transfers.at(-1), [rows[0]!.buffer]);
});

Deno.test("the packed vocabulary is transferred with the load's answer", async () => {
  const port = await serveLoaded();
  assertEquals(port.transfers.at(-1)!.length, 3);
  assertEquals(port.events.map((event) => event.type), ["progress", "done"]);
});

Deno.test("requests run one after another", async () => {
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const port = await serveLoaded({
    onPass: async (pass) => {
      order.push(`begin ${pass}`);
      if (pass === 1) await gate.promise;
      order.push(`end ${pass}`);
    },
  });
  port.send(logits(2));
  port.send(logits(3));
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(order, ["begin 1"]);
  gate.resolve();
  await port.done(3);
  assertEquals(order, ["begin 1", "end 1", "begin 2", "end 2"]);
});

Deno.test("a canceled request that waits never reaches the engine", async () => {
  const gate = Promise.withResolvers<void>();
  let passes = 0;
  const port = await serveLoaded({ onPass: () => (passes++, gate.promise) });
  port.send(logits(2));
  port.send(logits(3));
  port.send({ type: "cancel", id: 3 });
  gate.resolve();
  const { code, fatal } = await port.failed(3);
  assertEquals([code, fatal, passes], ["aborted", false, 1]);
});

Deno.test("a canceled request that runs gets the signal, and the worker goes on", async () => {
  const port = await serveLoaded({
    onPass: (pass, signal) =>
      pass > 1
        ? undefined
        : new Promise((_, reject) =>
          signal.addEventListener("abort", () =>
            reject(new ModelError("aborted", "The request was canceled")))
        ),
  });
  port.send(logits(2));
  await new Promise((resolve) => setTimeout(resolve));
  port.send({ type: "cancel", id: 2 });
  const { code, fatal } = await port.failed(2);
  assertEquals([code, fatal], ["aborted", false]);
  port.send(logits(3));
  await port.done(3);
});

Deno.test("a cancel of a request that is over, or never was, changes nothing", async () => {
  const port = await serveLoaded();
  port.send({ type: "cancel", id: 1 });
  port.send({ type: "cancel", id: 99 });
  port.send(logits(2));
  assertEquals(await port.done(2) !== undefined, true);
});

Deno.test("after a fatal failure every request fails with the first reason, and the engine is not asked", async () => {
  let passes = 0;
  const port = await serveLoaded({
    onPass: () => {
      passes++;
      throw new Error("Gather out of bounds");
    },
  });
  for (const id of [2, 3]) port.send(logits(id));
  for (const id of [2, 3]) {
    const failure = { code: "internal", message: "Gather out of bounds", fatal: true };
    assertEquals(await port.failed(id), failure);
  }
  assertEquals(passes, 1);
});

Deno.test("a failure that did not reach the runtime leaves the worker alive", async () => {
  for (const code of ["too_long", "bad_token", "not_finite"] as const) {
    const port = await serveLoaded({
      onPass: (pass) => {
        if (pass === 1) throw new ModelError(code, "no");
      },
    });
    port.send(logits(2));
    assertEquals(await port.failed(2), { code, message: "no", fatal: false });
    port.send(logits(3));
    await port.done(3);
  }
});

Deno.test("a failed load is fatal whatever its reason: onnxruntime cannot start twice", async () => {
  const port = serve({
    onLoad: () => {
      throw new ModelError("unsupported", "not a graph");
    },
  });
  port.send({ type: "load", id: 1, spec: fakeSpec() });
  const failure = { code: "unsupported", message: "not a graph", fatal: true };
  assertEquals(await port.failed(1), failure);
  port.send({ type: "load", id: 2, spec: fakeSpec() });
  assertEquals(await port.failed(2), failure);
});

Deno.test("a worker loads one model, and none answers before a load", async () => {
  const port = serve();
  port.send(logits(1));
  assert((await port.failed(1)).fatal);
  const loaded = await serveLoaded();
  loaded.send({ type: "load", id: 2, spec: fakeSpec() });
  assert((await loaded.failed(2)).fatal);
});

Deno.test("a load can be canceled", async () => {
  const port = serve({
    onLoad: ({ signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(new ModelError("aborted", "canceled")))
      ),
  });
  port.send({ type: "load", id: 1, spec: fakeSpec() });
  await new Promise((resolve) => setTimeout(resolve));
  port.send({ type: "cancel", id: 1 });
  const { code, fatal } = await port.failed(1);
  assertEquals([code, fatal], ["aborted", true]);
});

Deno.test("what the files had to say is part of the load's report", async () => {
  const files = {
    get: () => Promise.resolve(null),
    forget: () => Promise.resolve(),
    notices: ["from the files"],
  };
  const port = serve({ notices: ["from the engine"] }, { openFiles: () => files });
  port.send({ type: "load", id: 1, spec: fakeSpec() });
  const { report } = await port.done<"load">(1);
  assertEquals(report.notices, ["from the engine", "from the files"]);
});

Deno.test("a lost device is announced without being asked for", async () => {
  const lost = Promise.withResolvers<ModelError>();
  const port = await serveLoaded({ onPass: () => never, lost: lost.promise });
  lost.resolve(new ModelError("device_lost", "The GPU was reset"));
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(port.events.at(-1), { type: "lost", code: "device_lost", message: "The GPU was reset" });
});

Deno.test("messages that are no requests are passed over", async () => {
  const port = await serveLoaded();
  for (
    const message of [null, "logits", { type: "logits" }, { type: "constructor", id: 5 }, {
      ...logits(6),
      tokens: "no",
    }]
  ) {
    port.send(message);
  }
  port.send({ type: "encode", id: 7, text: "ab" });
  assertEquals(await port.done<"encode">(7), [0, 1]);
  assertEquals(port.events.length, 3);
});

Deno.test("a disposed engine answers nothing more", async () => {
  const port = await serveLoaded();
  port.send({ type: "dispose", id: 2 });
  await port.done(2);
  port.send(logits(3));
  assert((await port.failed(3)).fatal);
});
