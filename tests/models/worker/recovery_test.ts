/** A model outlives its worker: dead workers, lost devices, numbers that are not finite, memory that runs out. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Backend } from "@/lib/lm/language_model.ts";
import { type LoadedModel, ModelError } from "@/lib/models/model_provider.ts";
import { fakeLogits } from "../fake_engine.ts";
import { BOTH, fakeProvider } from "../fake_provider.ts";
import { fakeSpec } from "../fake_spec.ts";
import { fakeWorkers } from "../fake_worker.ts";
import { startSession } from "@/lib/models/worker/model_session.ts";
import type { WorkerPort } from "@/lib/models/worker/worker_connection.ts";

const never = new Promise<void>(() => {});
const SLOW_WASM = { tokensPerSecond: 1 };

/** What a model says of its recoveries. */
function recoveries(model: LoadedModel): { message: string; backend: Backend }[] {
  const told: { message: string; backend: Backend }[] = [];
  model.onRecovery = (what) => told.push(what);
  return told;
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 30));
}

/** Waits for what has to come, however busy the machine is. */
async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!holds() && Date.now() < end) await settle();
}

Deno.test("a worker that the browser kills between calls is replaced before the next one", async () => {
  await using fake = fakeProvider();
  const model = await fake.load();
  const told = recoveries(model);
  await model.encode("a");
  fake.workers[0]!.kill();
  await until(() => told.length === 1);
  assertEquals([fake.workers.length, told.length], [2, 1]);
  assertEquals(await model.logits([1, 2]), [fakeLogits([1, 2])]);
  assertStringIncludes(model.report.notices.join(), "nothing was lost");
});

Deno.test("a worker that dies during a call: the call is repeated on a fresh one with the same tokens", async () => {
  await using fake = fakeProvider({ behave: (_, index) => index === 0 ? { onPass: () => never } : {} });
  const model = await fake.load();
  const call = model.logits([4, 5, 6]);
  await settle();
  fake.workers[0]!.kill();
  assertEquals(await call, [fakeLogits([4, 5, 6])]);
  const [, second] = fake.workers;
  const repeated = second!.requests.flatMap((request) => request.type === "logits" ? [request.tokens] : []);
  assertEquals(repeated, [[4, 5, 6]]);
});

Deno.test("calls that lose the same worker share one replacement", async () => {
  await using fake = fakeProvider({ behave: (_, index) => index === 0 ? { onPass: () => never } : {} });
  const model = await fake.load();
  const calls = [model.logits([1]), model.logits([2]), model.score([1, 2])];
  await settle();
  fake.workers[0]!.crash("Script error");
  const [first, second] = await Promise.all(calls);
  assertEquals([first, second] as unknown, [[fakeLogits([1])], [fakeLogits([2])]]);
  assertEquals(fake.workers.length, 2);
});

Deno.test("one failed pass ends the worker, since onnxruntime would repeat its error: the next is fresh", async () => {
  const onPass = () => {
    throw new Error("Gather out of bounds");
  };
  await using fake = fakeProvider({ behave: (_, index) => index === 0 ? { onPass } : {} });
  const model = await fake.load();
  assertEquals(await model.logits([1]), [fakeLogits([1])]);
  assertEquals(fake.workers.map(({ terminated }) => terminated), [true, false]);
});

Deno.test("a call that fails on a fresh worker too is rejected: nothing is repeated for ever", async () => {
  const onPass = () => {
    throw new Error("Gather out of bounds");
  };
  await using fake = fakeProvider({ behave: () => ({ onPass }) });
  const model = await fake.load();
  await assertRejects(() => model.logits([1]), ModelError, "Gather out of bounds");
  await settle();
  assertEquals(fake.workers.length, 2);
  await assertRejects(() => model.logits([1]), ModelError);
  assert(fake.workers.length <= 4);
});

Deno.test("a fresh worker that dies before it answered is not started again unasked", async () => {
  await using fake = fakeProvider();
  const model = await fake.load();
  const told = recoveries(model);
  await model.encode("a");
  fake.workers[0]!.kill();
  await until(() => told.length === 1);
  fake.workers[1]!.kill();
  await settle();
  assertEquals(fake.workers.length, 2);
  assertEquals(await model.logits([1]), [fakeLogits([1])], "A call revives it");
});

Deno.test("WebGPU that cannot start gives way to WASM in a fresh worker", async () => {
  const onLoad = () => {
    throw new Error("no available backend found: [webgpu]");
  };
  await using fake = fakeProvider({
    capabilities: BOTH,
    behave: ({ backend }) => backend === "webgpu" ? { onLoad } : {},
  });
  const model = await fake.load({ device: "webgpu" });
  assertEquals(model.backend, "wasm");
  assertEquals(fake.workers.map(({ spec, terminated }) => [spec?.backend, terminated]), [
    ["webgpu", true],
    ["wasm", false],
  ]);
  assertStringIncludes(model.report.notices.join(), "WebGPU failed and was replaced");
});

Deno.test("a device lost during a call: the call goes on, on WASM, in a fresh worker", async () => {
  const lost = Promise.withResolvers<ModelError>();
  await using fake = fakeProvider({
    capabilities: BOTH,
    behave: ({ backend }) => backend === "webgpu" ? { lost: lost.promise, onPass: () => never } : {},
    remembered: { "backend:a/b:q4": "webgpu" },
  });
  const model = await fake.load();
  const told = recoveries(model);
  assertEquals(model.backend, "webgpu");
  const call = model.logits([1, 2, 3]);
  await settle();
  lost.resolve(new ModelError("device_lost", "The GPU was reset"));
  assertEquals(await call, [fakeLogits([1, 2, 3])]);
  assertEquals([model.backend, model.report.backend], ["wasm", "wasm"]);
  assertEquals(told.map(({ backend }) => backend), ["wasm"]);
  assertStringIncludes(told[0]!.message, "now on WASM");
  assertEquals(fake.remembered.size, 0, "A device that was lost is measured again next time");
});

Deno.test("a WebGPU worker that the browser kills starts on WebGPU again", async () => {
  await using fake = fakeProvider({ capabilities: BOTH });
  const model = await fake.load({ device: "webgpu" });
  const told = recoveries(model);
  await model.encode("a");
  fake.workers[0]!.kill();
  await until(() => told.length === 1);
  assertEquals([model.backend, fake.workers.length, fake.running()], ["webgpu", 2, ["webgpu"]]);
});

Deno.test("numbers that are not finite on WebGPU are asked of WASM instead", async () => {
  const onPass = () => {
    throw new ModelError("not_finite", "NaN");
  };
  await using fake = fakeProvider({
    capabilities: BOTH,
    behave: ({ backend }) => backend === "webgpu" ? { onPass } : {},
  });
  const model = await fake.load({ device: "webgpu" });
  assertEquals(await model.logits([1]), [fakeLogits([1])]);
  assertEquals([model.backend, fake.running()], ["wasm", ["wasm"]]);
});

Deno.test("numbers that are not finite on WASM are the model's own: the call fails, the worker stays", async () => {
  const onPass = () => {
    throw new ModelError("not_finite", "NaN");
  };
  await using fake = fakeProvider({ behave: () => ({ onPass }) });
  const model = await fake.load();
  const error = await assertRejects(() => model.logits([1]), ModelError);
  assertEquals([error.code, fake.running()], ["not_finite", ["wasm"]]);
});

Deno.test("WASM that runs out of memory starts again with the weights as they are stored", async () => {
  const onPass = () => {
    throw new RangeError("Array buffer allocation failed");
  };
  await using fake = fakeProvider({ behave: ({ expand }) => expand === "auto" ? { onPass } : {} });
  const model = await fake.load();
  assertEquals(await model.logits([1]), [fakeLogits([1])]);
  assertEquals(fake.workers.map(({ spec }) => spec?.expand), ["auto", "never"]);
});

Deno.test("a backend that computes other numbers than the reference is replaced by the next", async () => {
  await using fake = fakeProvider({
    capabilities: BOTH,
    behave: ({ backend }) => ({ referenceMatches: backend === "wasm" }),
  });
  const model = await fake.load({ device: "webgpu" });
  assertEquals([model.backend, model.report.referenceMatches], ["wasm", true]);
  assertStringIncludes(model.report.notices.join(), "other numbers than the reference");
});

Deno.test("the last backend is kept although it differs from the reference, and the report says so", async () => {
  await using fake = fakeProvider({ behave: () => ({ referenceMatches: false }) });
  assertEquals((await fake.load()).report.referenceMatches, false);
});

Deno.test("a file that does not exist is not asked of another backend", async () => {
  const onLoad = () => {
    throw new ModelError("not_found", "The repository has no such file");
  };
  await using fake = fakeProvider({ capabilities: BOTH, behave: () => ({ onLoad, ...SLOW_WASM }) });
  const error = await assertRejects(() => fake.load({ device: "webgpu" }), ModelError);
  assertEquals([error.code, fake.workers.length, fake.running()], ["not_found", 1, []]);
});

Deno.test("a released model rejects what is open and is not replaced", async () => {
  await using fake = fakeProvider({ behave: () => ({ onPass: () => never }) });
  const model = await fake.load();
  const call = model.logits([1]);
  await settle();
  await model.dispose();
  const error = await assertRejects(() => call, ModelError);
  assertEquals(error.code, "aborted");
  await settle();
  assertEquals([fake.workers.length, fake.running()], [1, []]);
  await assertRejects(() => model.encode("a"), ModelError, "load it again");
});

Deno.test("a model that is released while its worker is replaced leaves none behind", async () => {
  await using fake = fakeProvider({ behave: (_, index) => index === 1 ? { onLoad: () => never } : {} });
  const model = await fake.load();
  await model.encode("a");
  fake.workers[0]!.kill();
  await until(() => fake.workers.length === 2);
  await model.dispose();
  await settle();
  assertEquals(fake.workers.map(({ terminated }) => terminated), [true, true]);
});

/** Workers that never run: the browser killed them while their script loaded. The first `silent` of them. */
function workersKilledAtBirth(silent: number) {
  const fakes = fakeWorkers();
  const dead: WorkerPort = { postMessage: () => {}, addEventListener: () => {}, terminate: () => {} };
  let made = 0;
  const createWorker = (name: string) => made++ < silent ? dead : fakes.createWorker(name);
  return { factory: { createWorker, locks: fakes.locks, patience: 20 }, made: () => made };
}

const START = () => ({ signal: new AbortController().signal, onProgress: () => {} });

Deno.test("a worker that is killed while its script loads is replaced, without a press of Cancel", async () => {
  const { factory, made } = workersKilledAtBirth(1);
  const { connection } = await startSession(factory, fakeSpec(), START());
  assertEquals([made(), connection.hasSpoken], [2, true]);
  connection.terminate();
});

Deno.test("a worker that never starts is an error after two tries", async () => {
  const { factory, made } = workersKilledAtBirth(Infinity);
  const error = await assertRejects(
    () => startSession(factory, fakeSpec(), START()),
    ModelError,
    "did not start",
  );
  assertEquals([error.code, made()], ["worker_lost", 2]);
});
