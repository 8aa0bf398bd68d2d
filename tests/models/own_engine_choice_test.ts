/** When this site's own engine computes a hub's model, and when onnxruntime does. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { ModelError } from "@/lib/models/model_provider.ts";
import { fakeLogits } from "./fake_engine.ts";
import { BOTH, fakeProvider, WITH_KERNEL } from "./fake_provider.ts";

const KEY = "backend:a/b:q4";

function speeds(kernel: number, others: number) {
  return ({ backend }: { readonly backend: string }) => ({
    tokensPerSecond: backend === "kernel" ? kernel : others,
  });
}

Deno.test("a model without a reference is compared with onnxruntime once, and the faster computes", async () => {
  for (const [kernel, wasm, winner] of [[80, 40, "kernel"], [20, 40, "wasm"]] as const) {
    await using fake = fakeProvider({ capabilities: WITH_KERNEL, behave: speeds(kernel, wasm) });
    const model = await fake.load();
    assertEquals([model.backend, fake.running()], [winner, [winner]]);
    assertEquals(fake.remembered.get(KEY), winner);
    const downloads = fake.host.requests.filter(({ url, method }) =>
      method === "GET" && url.endsWith(".onnx")
    );
    assertEquals(downloads.length, 1);
  }
});

Deno.test("an answer that is not onnxruntime's is left out, however fast it came", async () => {
  await using fake = fakeProvider({
    capabilities: WITH_KERNEL,
    behave: ({ backend }) => ({
      tokensPerSecond: backend === "kernel" ? 80 : 40,
      answer: [{ id: 1, logProbability: backend === "kernel" ? -0.5 : -0.6 }],
    }),
  });
  const model = await fake.load();
  assertEquals(model.backend, "wasm");
  assertStringIncludes(model.report.notices.join(), "answered otherwise than onnxruntime");
});

Deno.test("the own engine's answer may differ by 0.02 nats from onnxruntime's, and no more", async () => {
  const winner = async (difference: number) => {
    await using fake = fakeProvider({
      capabilities: WITH_KERNEL,
      behave: ({ backend }) => ({
        tokensPerSecond: backend === "kernel" ? 80 : 40,
        answer: [{ id: 1, logProbability: backend === "kernel" ? 0 : -difference }],
      }),
    });
    return (await fake.load()).backend;
  };
  assertEquals([await winner(0.02), await winner(0.0201)], ["kernel", "wasm"]);
});

Deno.test("a GPU is measured against the own engine", async () => {
  await using fake = fakeProvider({
    capabilities: { ...BOTH, kernel: true },
    behave: ({ backend }) => ({ tokensPerSecond: backend === "webgpu" ? 90 : 80 }),
  });
  const model = await fake.load();
  assertEquals(model.report.warmUp.map(({ backend }) => backend), ["kernel", "webgpu"]);
  assertEquals(model.backend, "webgpu");
});

Deno.test("a model that the own engine does not know runs on onnxruntime in the same worker, and is not raced", async () => {
  await using fake = fakeProvider({
    capabilities: WITH_KERNEL,
    behave: () => ({ fallsBack: true, notices: ["it is a model of type"] }),
  });
  const model = await fake.load();
  assertEquals([model.backend, model.report.engine, fake.workers.length], ["wasm", "onnxruntime", 1]);
  assertEquals(model.report.notices, ["it is a model of type"]);
});

Deno.test("onnxruntime computes where it is asked for by name, and weights that are not in blocks", async () => {
  await using named = fakeProvider({ capabilities: WITH_KERNEL });
  assertEquals([(await named.load({ device: "wasm" })).backend, named.workers.length], ["wasm", 1]);
  await using cpu = fakeProvider({ capabilities: { ...BOTH, kernel: true }, behave: speeds(80, 40) });
  const { backend, report } = await cpu.load({ device: "cpu" });
  assertEquals([backend, report.warmUp.length], ["kernel", 2]);
});

Deno.test("the own engine without memory gives way to onnxruntime, at the load and later", async () => {
  const refuse = () => {
    throw new ModelError("out_of_memory", "The model needs more memory");
  };
  await using atLoad = fakeProvider({
    capabilities: WITH_KERNEL,
    behave: ({ backend }) => backend === "kernel" ? { onLoad: refuse } : {},
  });
  const loaded = await atLoad.load();
  assertEquals([loaded.backend, atLoad.running()], ["wasm", ["wasm"]]);
  assertStringIncludes(loaded.report.notices.join(), "own engine failed and was replaced");
  await using later = fakeProvider({
    capabilities: WITH_KERNEL,
    remembered: { [KEY]: "kernel" },
    behave: ({ backend }) => backend === "kernel" ? { onPass: refuse } : {},
  });
  const model = await later.load();
  assertEquals(model.backend, "kernel");
  assertEquals(await model.logits([1, 2]), [fakeLogits([1, 2])]);
  assertEquals([model.backend, later.running()], ["wasm", ["wasm"]]);
});

Deno.test("an own engine whose worker or thread dies starts again; numbers that are not finite go to onnxruntime", async () => {
  let failures = 1;
  await using fake = fakeProvider({
    capabilities: WITH_KERNEL,
    remembered: { [KEY]: "kernel" },
    behave: () => ({
      onPass: () => {
        if (failures-- > 0) throw new Error("A thread of the kernel does not answer");
      },
    }),
  });
  const model = await fake.load();
  assertEquals(await model.logits([1, 2]), [fakeLogits([1, 2])]);
  assertEquals([model.backend, fake.workers.length, fake.running()], ["kernel", 2, ["kernel"]]);
  await using damaged = fakeProvider({
    capabilities: WITH_KERNEL,
    remembered: { [KEY]: "kernel" },
    behave: ({ backend }) => ({
      onPass: () => {
        if (backend === "kernel") throw new ModelError("not_finite", "NaN");
      },
    }),
  });
  const other = await damaged.load();
  assertEquals(await other.logits([1]), [fakeLogits([1])]);
  assertEquals(other.backend, "wasm");
});
