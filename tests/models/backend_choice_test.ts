import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { BackendMemory } from "@/lib/models/backend_choice.ts";
import { BOTH, fakeProvider, FILES } from "./fake_provider.ts";
import { timersOf } from "@/tests/fixtures/timers_of.ts";

const KEY = "backend:a/b:q4";

/** Speeds at warm-up, by backend. */
function speeds(wasm: number, webgpu: number) {
  return ({ backend }: { readonly backend: string }) => ({
    tokensPerSecond: backend === "wasm" ? wasm : webgpu,
  });
}

for (const [wasm, webgpu, winner] of [[30, 10, "wasm"], [10, 30, "webgpu"], [20, 20, "wasm"]] as const) {
  Deno.test(`a small model is measured on both backends: ${wasm} against ${webgpu} tokens/s`, async () => {
    await using fake = fakeProvider({ capabilities: BOTH, behave: speeds(wasm, webgpu) });
    const model = await fake.load();
    assertEquals([model.backend, fake.running()], [winner, [winner]]);
    assertEquals(fake.remembered.get(KEY), winner);
    const measured = model.report.warmUp.map(({ backend, tokensPerSecond }) => [backend, tokensPerSecond]);
    assertEquals(measured, [["wasm", wasm], ["webgpu", webgpu]]);
  });
}

Deno.test("a race downloads nothing twice", async () => {
  await using fake = fakeProvider({ capabilities: BOTH });
  await fake.load();
  const downloads = fake.host.requests.filter(({ url, method }) => method === "GET" && url.endsWith(".onnx"));
  assertEquals([fake.workers.length, downloads.length], [2, 1]);
});

Deno.test("a race is not run where the files could not be stored", async () => {
  await using fake = fakeProvider({ capabilities: BOTH });
  fake.cache.full = true;
  const model = await fake.load();
  assertEquals([model.backend, fake.workers.length, fake.remembered.size], ["wasm", 1, 0]);
});

Deno.test("a winner that is remembered is not measured again", async () => {
  await using fake = fakeProvider({ capabilities: BOTH, remembered: { [KEY]: "webgpu" } });
  assertEquals([(await fake.load()).backend, fake.workers.length], ["webgpu", 1]);
});

Deno.test("a remembered backend that this browser no longer has is passed over", async () => {
  await using fake = fakeProvider({ remembered: { [KEY]: "webgpu" } });
  assertEquals((await fake.load()).backend, "wasm");
});

Deno.test("a software adapter is no GPU: nothing is measured on it", async () => {
  await using fake = fakeProvider({ capabilities: { ...BOTH, softwareAdapter: true } });
  assertEquals([(await fake.load()).backend, fake.workers.length], ["wasm", 1]);
});

Deno.test("the backend that answers its reference wins over a faster one that does not", async () => {
  await using fake = fakeProvider({
    capabilities: BOTH,
    behave: ({ backend }) => ({
      tokensPerSecond: backend === "webgpu" ? 100 : 1,
      referenceMatches: backend === "wasm",
    }),
  });
  assertEquals((await fake.load()).backend, "wasm");
});

Deno.test("a second backend that fails leaves the first, with a notice", async () => {
  const onLoad = () => {
    throw new Error("The GPU is busy");
  };
  await using fake = fakeProvider({
    capabilities: BOTH,
    behave: ({ backend }) => backend === "webgpu" ? { onLoad } : {},
  });
  const model = await fake.load();
  assertEquals([model.backend, fake.running()], ["wasm", ["wasm"]]);
  assertStringIncludes(model.report.notices.join(), "WebGPU was left out: The GPU is busy");
});

Deno.test("a large model goes to WebGPU without a race", async () => {
  const large = {
    ...JSON.parse(FILES["config.json"]!),
    hidden_size: 4096,
    num_hidden_layers: 32,
    vocab_size: 50_000,
  };
  const config = JSON.stringify({ ...large, intermediate_size: 11_008, num_attention_heads: 32 });
  await using fake = fakeProvider({ capabilities: BOTH, files: { ...FILES, "config.json": config } });
  assertEquals([(await fake.load()).backend, fake.workers.length], ["webgpu", 1]);
});

Deno.test("a model of 1 GiB of memory is the largest that is raced", async () => {
  const opened = (vocab_size: number) => {
    const config = JSON.stringify({ ...JSON.parse(FILES["config.json"]!), vocab_size });
    return fakeProvider({ capabilities: BOTH, files: { ...FILES, "config.json": config } });
  };
  const memory = async (words: number) => {
    await using fake = opened(words);
    return (await fake.provider.describe("a/b")).memoryBytes!;
  };
  let [fits, past] = [1, 2 ** 33];
  while (past - fits > 1) {
    const middle = Math.floor((fits + past) / 2);
    if (await memory(middle) <= 1024 ** 3) fits = middle;
    else past = middle;
  }
  const raced = async (words: number) => {
    await using fake = opened(words);
    await fake.load();
    return fake.workers.length;
  };
  assertEquals([await raced(fits), await raced(past)], [2, 1]);
});

Deno.test("the second of a race has fifteen seconds, or four times as long as the first took", async () => {
  const patience = async (milliseconds: number) => {
    const waits = await timersOf(async () => {
      await using fake = fakeProvider({ capabilities: BOTH, behave: () => ({ milliseconds }) });
      await fake.load();
    });
    return waits.filter((wait) => wait >= 10_000 && wait < 30_000);
  };
  assertEquals([await patience(1), await patience(3750), await patience(5000)], [[15_000], [15_000], [
    20_000,
  ]]);
});

Deno.test("a load that is called off while the second of a race starts leaves none of both", async () => {
  const controller = new AbortController();
  const started = Promise.withResolvers<void>();
  const onLoad = () => (started.resolve(), new Promise<void>(() => {}));
  await using fake = fakeProvider({
    capabilities: BOTH,
    behave: ({ backend }) => backend === "webgpu" ? { onLoad } : {},
  });
  const loading = fake.load({ signal: controller.signal });
  await started.promise;
  controller.abort(new Error("enough"));
  await assertRejects(() => loading, Error, "enough");
  assertEquals([fake.workers.length, fake.running(), fake.remembered.size], [2, [], 0]);
});

Deno.test("a rival that takes too long to start is left out, and the notice says how long that was", async () => {
  const own = globalThis.setTimeout;
  globalThis.setTimeout =
    ((act: () => void, wait: number) =>
      own(act, wait >= 10_000 && wait < 30_000 ? 0 : wait)) as typeof setTimeout;
  try {
    await using fake = fakeProvider({
      capabilities: BOTH,
      behave: ({ backend }) =>
        backend === "webgpu" ? { onLoad: () => new Promise<void>(() => {}) } : { milliseconds: 6000 },
    });
    const model = await fake.load();
    assertEquals(model.backend, "wasm");
    assertStringIncludes(
      model.report.notices.join(),
      "WebGPU was left out: it took longer than 24 s to start",
    );
  } finally {
    globalThis.setTimeout = own;
  }
});

Deno.test("BackendMemory gives back what it kept, and nothing it does not know", () => {
  const items = new Map<string, string>();
  const memory = new BackendMemory({
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  });
  assertEquals(memory.recall("a/b", "q4"), null);
  memory.remember("a/b", "q4", "wasm");
  assertEquals([memory.recall("a/b", "q4"), memory.recall("a/b", "q8")], ["wasm", null]);
  items.set(KEY, "cuda");
  assertEquals(memory.recall("a/b", "q4"), null);
  memory.forget("a/b", "q4");
  assertEquals(items.size, 0);
});

Deno.test("BackendMemory without a storage, or with one that refuses, remembers nothing and breaks nothing", () => {
  const refuse = () => {
    throw new DOMException("Denied", "SecurityError");
  };
  for (const storage of [null, { getItem: refuse, setItem: refuse, removeItem: refuse }]) {
    const memory = new BackendMemory(storage);
    memory.remember("a/b", "q4", "wasm");
    memory.forget("a/b", "q4");
    assertEquals(memory.recall("a/b", "q4"), null);
  }
});
