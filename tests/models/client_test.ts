import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type LoadProgress, ModelError } from "@/lib/models/model_provider.ts";
import { fakeLogits } from "./fake_engine.ts";
import { BOTH, fakeProvider, FILES, ONLY_WASM } from "./fake_provider.ts";

const never = new Promise<void>(() => {});

Deno.test("a provider asks nobody before it is asked", async () => {
  await using fake = fakeProvider();
  assert(fake.provider.catalog.length > 0);
  assertEquals([fake.host.requests.length, fake.workers.length], [0, 0]);
});

Deno.test("describe() states size, format and parameters before any weight is downloaded", async () => {
  await using fake = fakeProvider();
  const described = await fake.provider.describe("a/b");
  assertEquals(described.id, { name: "a/b", revision: "main", dtype: "q4" });
  assertEquals(described.downloadBytes, Object.values(FILES).join("").length);
  assertEquals([described.contextLength, described.vocabularySize, described.cached], [16, 8, false]);
  const weights = fake.host.requests.filter(({ url, method }) => method === "GET" && url.endsWith(".onnx"));
  assertEquals([weights.length, fake.workers.length], [0, 0]);
  await fake.load();
  assertEquals((await fake.provider.describe("a/b")).cached, true);
});

Deno.test("describe() refuses what this device cannot compute, and a name that is none", async () => {
  const { "onnx/model_q4.onnx": weights, ...rest } = FILES;
  await using fake = fakeProvider({ files: { ...rest, "onnx/model_fp16.onnx": weights! } });
  const error = await assertRejects(() => fake.provider.describe("a/b"), ModelError);
  assertEquals(error.code, "unsupported");
  for (const name of ["../etc/passwd", "a", "a/b/c", "", "a/b?x"]) {
    assertEquals((await assertRejects(() => fake.provider.describe(name), ModelError)).code, "not_found");
  }
});

Deno.test("load() gives a model that answers what its engine computes", async () => {
  await using fake = fakeProvider();
  const progress: LoadProgress[] = [];
  const model = await fake.load({ onProgress: (step) => progress.push(step) });
  assertEquals(model.id, { name: "a/b", revision: "main", dtype: "q4" });
  assertEquals([model.backend, model.report.threads, model.report.crossOriginIsolated], ["wasm", 2, true]);
  assertEquals(await model.logits([1, 2, 3]), [fakeLogits([1, 2, 3])]);
  assertEquals(await model.encode("abc"), [0, 1, 2]);
  assertEquals(await model.encodeChat("ab"), [7, 0, 1]);
  assertEquals((await model.score([1, 2, 3])).map(({ id }) => id), [2, 3]);
  assertEquals(progress[0]!.phase, "describe");
  assert(
    progress.some(({ phase }) => phase === "download") && progress.some(({ phase }) => phase === "session"),
  );
});

Deno.test("logits() refuses what would poison the worker before it is sent", async () => {
  await using fake = fakeProvider();
  const model = await fake.load();
  const sent = fake.workers[0]!.requests.length;
  for (const tokens of [[], [8], [-1], [0.5], Array(17).fill(1)]) {
    await assertRejects(() => model.logits(tokens), RangeError);
  }
  // A token that is scored is not read.
  for (const tokens of [[], [8], [-1], [1, 8], [0.5, 1], Array(18).fill(1)]) {
    await assertRejects(() => model.score(tokens), RangeError);
  }
  for (const rows of [3, 0, -1, 1.5]) await assertRejects(() => model.logits([1, 2], { rows }), RangeError);
  assertEquals(fake.workers[0]!.requests.length, sent);
  assertEquals((await model.logits([1, 2], { rows: 2 })).length, 2);
  assertEquals((await model.score(Array(17).fill(1))).length, 16);
});

Deno.test("a caller's abort rejects with its reason at once, and the model stays usable", async () => {
  const begun = Promise.withResolvers<void>();
  const onPass = (pass: number, signal: AbortSignal) => {
    begun.resolve();
    const aborted = () => new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    return pass === 1 ? aborted() : undefined;
  };
  await using fake = fakeProvider({ behave: () => ({ onPass }) });
  const model = await fake.load();
  const controller = new AbortController();
  const call = model.logits([1], { signal: controller.signal });
  await begun.promise;
  controller.abort(new Error("edited"));
  await assertRejects(() => call, Error, "edited");
  assertEquals(await model.logits([2]), [fakeLogits([2])]);
  assertEquals(fake.workers.length, 1);
});

Deno.test("a slot holds one model: the next load releases the one before", async () => {
  await using fake = fakeProvider();
  const first = await fake.load();
  const beside = await fake.load({ slot: "compare" });
  const second = await fake.load();
  assertEquals(fake.workers.map(({ terminated }) => terminated), [true, false, false]);
  const error = await assertRejects(() => first.logits([1]), ModelError);
  assertEquals(error.code, "aborted");
  assertEquals(await second.logits([1]), await beside.logits([1]));
});

Deno.test("the model of a slot stays until the next one's files are there", async () => {
  const ended: boolean[] = [];
  const onLoad = async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    ended.push(fake.workers[0]!.terminated);
  };
  await using fake = fakeProvider({ behave: (_, index) => index === 1 ? { onLoad } : {} });
  const first = await fake.load();
  await assertRejects(() => fake.load({ name: "no/such" }), ModelError);
  assertEquals(await first.logits([1]), [fakeLogits([1])], "A load that finds no files releases nothing");
  await fake.load();
  assertEquals(ended, [true], "The first is gone before the second takes memory");
});

Deno.test("whoever held a slot's model hears that it was released for one that did not come", async () => {
  const heard: string[] = [];
  await using fake = fakeProvider({ behave: (_, index) => index === 1 ? { onLoad: () => never } : {} });
  const onRelease = () => heard.push("released");
  await fake.load({ onRelease });
  await assertRejects(() => fake.load({ name: "no/such", onRelease }), ModelError);
  assertEquals(heard, [], "nothing was held, and a load without files releases nothing");
  const controller = new AbortController();
  const load = fake.load({ signal: controller.signal, onRelease });
  while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assertEquals(fake.workers[0]!.terminated, true);
  controller.abort(new Error("canceled"));
  await assertRejects(() => load, Error, "canceled");
  await fake.load({ onRelease });
  assertEquals(heard, ["released"]);
});

Deno.test("a load that is overtaken in its slot is called off", async () => {
  await using fake = fakeProvider({ behave: (_, index) => index === 0 ? { onLoad: () => never } : {} });
  const first = fake.load();
  const failed = assertRejects(() => first, ModelError, "Another model");
  while (fake.workers.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  const second = await fake.load();
  await failed;
  assertEquals(fake.running(), ["wasm"]);
  assertEquals(await second.logits([2]), [fakeLogits([2])]);
});

Deno.test("a load that overtook another is itself called off by the third, after the first is over", async () => {
  await using fake = fakeProvider({ behave: (_, index) => index < 2 ? { onLoad: () => never } : {} });
  const over: string[] = [];
  const overtaken = async (name: string, workers: number) => {
    fake.load().catch(({ message }) => over.push(`${name}: ${message}`));
    while (fake.workers.length < workers) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  await overtaken("first", 1);
  await overtaken("second", 2);
  const third = await fake.load();
  await new Promise((resolve) => setTimeout(resolve, 1));
  const reason = "Another model is being loaded in its place";
  assertEquals(over, [`first: ${reason}`, `second: ${reason}`]);
  assertEquals(fake.running(), ["wasm"]);
  assertEquals(await third.logits([2]), [fakeLogits([2])]);
});

Deno.test("a load can be called off, which leaves no worker and says nothing more", async () => {
  await using fake = fakeProvider({ behave: () => ({ onLoad: () => never }) });
  const controller = new AbortController();
  const progress: LoadProgress[] = [];
  const load = fake.load({ signal: controller.signal, onProgress: (step) => progress.push(step) });
  while (!progress.some(({ phase }) => phase === "session")) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const count = progress.length;
  controller.abort(new Error("canceled"));
  await assertRejects(() => load, Error, "canceled");
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals([fake.running(), progress.length], [[], count]);
});

Deno.test("a model whose files are stored loads without a network", async () => {
  await using fake = fakeProvider();
  await fake.load();
  await fake.host[Symbol.asyncDispose]();
  const again = await fake.load();
  assertEquals(await again.logits([3]), [fakeLogits([3])]);
});

Deno.test("a load names the formats there are where the one asked for is missing", async () => {
  await using fake = fakeProvider();
  const error = await assertRejects(() => fake.load({ dtype: "q8" }), ModelError);
  assertEquals(error.code, "unsupported");
  assertStringIncludes(error.message, "choose q4");
});

Deno.test("WebGPU asked for where there is none: WASM runs, and the report says so", async () => {
  await using fake = fakeProvider({ capabilities: ONLY_WASM });
  const model = await fake.load({ device: "webgpu" });
  assertEquals(model.backend, "wasm");
  assertStringIncludes(model.report.notices.join(), "WebGPU");
});

Deno.test("WASM asked for is WASM, also where there is WebGPU", async () => {
  for (const device of ["wasm", "cpu"] as const) {
    await using fake = fakeProvider({ capabilities: BOTH });
    assertEquals((await fake.load({ device })).backend, "wasm");
    assertEquals(fake.workers.length, 1);
  }
});

Deno.test("each backend is given the smallest build of the runtime that serves it", async () => {
  await using fake = fakeProvider({ capabilities: BOTH });
  await fake.load({ device: "wasm" });
  await fake.load({ device: "webgpu" });
  const [plain, asyncify] = fake.workers.map(({ spec }) => spec!.wasmPaths.wasm);
  assert(plain!.endsWith("/ort-wasm-simd-threaded.wasm") && asyncify!.endsWith(".asyncify.wasm"));
  assert(plain!.startsWith("http://site.test/ort/"), "The runtime comes from the site itself");
});

Deno.test("storage() adds up what is stored of each model, and clearStorage() deletes it", async () => {
  await using fake = fakeProvider();
  await fake.load();
  const { models, usedBytes, quotaBytes } = await fake.provider.storage();
  assertEquals(models.map(({ name, revision }) => [name, revision]), [["a/b", "main"]]);
  assertEquals([usedBytes, quotaBytes], [models[0]!.bytes, null]);
  await fake.provider.clearStorage("c/d");
  assertEquals((await fake.provider.storage()).models.length, 1);
  await fake.provider.clearStorage();
  assertEquals([(await fake.provider.storage()).models, fake.cache.entries.size], [[], 0]);
});
