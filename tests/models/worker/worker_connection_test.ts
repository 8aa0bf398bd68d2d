import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type LoadProgress, ModelError } from "@/lib/models/model_provider.ts";
import { WorkerConnection } from "@/lib/models/worker/worker_connection.ts";
import { fakeLogits } from "../fake_engine.ts";
import type { FakeBehavior } from "../fake_engine.ts";
import { fakeWorkers } from "../fake_worker.ts";
import { fakeSpec } from "../fake_spec.ts";
import { timersOf } from "@/tests/fixtures/timers_of.ts";

const never = new Promise<void>(() => {});
const ASK = { tokens: [1, 2, 3], rows: 1, cache: true };

async function connect(behavior: FakeBehavior = {}) {
  const fakes = fakeWorkers(() => behavior);
  const worker = fakes.createWorker("test");
  const connection = new WorkerConnection(worker, "test", fakes.locks);
  const progress: LoadProgress[] = [];
  const facts = await connection.request("load", { spec: fakeSpec() }, {
    onProgress: (step) => progress.push(step),
  });
  return { worker, connection, facts, progress };
}

Deno.test("request() resolves with the worker's answer", async () => {
  const { connection, facts, progress } = await connect();
  assertEquals(facts.contextLength, 16);
  assertEquals(progress.map((step) => step.phase), ["session"]);
  const { rows } = await connection.request("logits", ASK);
  assertEquals(rows, [fakeLogits([1, 2, 3])]);
  connection.terminate();
});

Deno.test("request() rejects at once when it is called off, and drops the late answer", async () => {
  const gate = Promise.withResolvers<void>();
  const { connection, worker } = await connect({ onPass: (pass) => pass === 1 ? gate.promise : undefined });
  const controller = new AbortController();
  const first = connection.request("logits", ASK, { signal: controller.signal });
  controller.abort(new Error("edited"));
  await assertRejects(() => first, Error, "edited");
  gate.resolve();
  const { rows } = await connection.request("logits", { ...ASK, tokens: [4] });
  assertEquals(rows, [fakeLogits([4])]);
  assertEquals(worker.requests.map((request) => request.type), ["load", "logits", "cancel", "logits"]);
  connection.terminate();
});

Deno.test("request() is not sent when it is called off before", async () => {
  const { connection, worker } = await connect();
  const signal = AbortSignal.abort(new Error("too late"));
  await assertRejects(() => connection.request("logits", ASK, { signal }), Error, "too late");
  assertEquals(worker.requests.length, 1);
  connection.terminate();
});

Deno.test("a failure that is not fatal leaves the worker alive", async () => {
  const onPass = (pass: number) => {
    if (pass === 1) throw new ModelError("not_finite", "NaN");
  };
  const { connection } = await connect({ onPass });
  const error = await assertRejects(() => connection.request("logits", ASK), ModelError);
  assertEquals(error.code, "not_finite");
  assertEquals(connection.death, null);
  assertEquals((await connection.request("logits", ASK)).rows.length, 1);
  connection.terminate();
});

Deno.test("a fatal failure ends the worker and every open request", async () => {
  const onPass = () => {
    throw new Error("Gather out of bounds");
  };
  const { connection, worker } = await connect({ onPass });
  const open = [
    connection.request("logits", ASK),
    connection.request("score", { tokens: [1, 2], from: 1, top: 0 }),
  ];
  const results = await Promise.allSettled(open);
  assertEquals(results.map((result) => result.status), ["rejected", "rejected"]);
  assertEquals(worker.terminated, true);
  await assertRejects(() => connection.request("logits", ASK), ModelError, "Gather out of bounds");
});

Deno.test("a worker that the browser kills is noticed by its lock", async () => {
  const { connection, worker } = await connect({ onPass: () => never });
  const open = connection.request("logits", ASK);
  worker.kill();
  const error = await assertRejects(() => open, ModelError);
  assertEquals(error.code, "worker_lost");
});

Deno.test("a worker that crashes between calls is noticed", async () => {
  const { connection, worker } = await connect();
  const { promise, resolve } = Promise.withResolvers<ModelError>();
  connection.onDeath = resolve;
  worker.crash("Script error");
  assertStringIncludes((await promise).message, "Script error");
});

Deno.test("a lost device ends the connection", async () => {
  const lost = Promise.withResolvers<ModelError>();
  const { connection } = await connect({ onPass: () => never, lost: lost.promise });
  const open = connection.request("logits", ASK);
  lost.resolve(new ModelError("device_lost", "The GPU was reset"));
  const error = await assertRejects(() => open, ModelError);
  assertEquals(error.code, "device_lost");
});

Deno.test("terminate() rejects what is open and frees the worker", async () => {
  const { connection, worker } = await connect({ onPass: () => never });
  const open = connection.request("logits", ASK);
  connection.terminate();
  const error = await assertRejects(() => open, ModelError);
  assertEquals(error.code, "aborted");
  assertEquals(worker.terminated, true);
});

Deno.test("a worker has a minute to speak after its first request", async () => {
  const waits = await timersOf(async () => {
    const { connection } = await connect();
    await connection.request("logits", ASK);
    connection.terminate();
  });
  assertEquals(waits.filter((wait) => wait >= 1000), [60_000]);
});
