/** Which repositories offer their safetensors, what computes them, and what is said where nothing does. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type LoadRequest, ModelError } from "@/lib/models/model_provider.ts";
import { FAMILY_CASES } from "@/tests/transformer/family_cases.ts";
import { fakeLogits } from "./fake_engine.ts";
import { BOTH, fakeProvider, FILES, ONLY_WASM, WITH_KERNEL } from "./fake_provider.ts";

const CONFIG = { ...FAMILY_CASES[0]!.config, architectures: ["LlamaForCausalLM"] };
const ONNX = "graph";
const REST = {
  "config.json": JSON.stringify(CONFIG),
  "tokenizer.json": FILES["tokenizer.json"]!,
  "tokenizer_config.json": FILES["tokenizer_config.json"]!,
};
const WEIGHTS = "w".repeat(4000);
const ALONE = { ...REST, "model.safetensors": WEIGHTS };
const INDEX = "model.safetensors.index.json";
const SHARDED = {
  ...REST,
  [INDEX]: JSON.stringify({
    weight_map: { a: "model-00002-of-00002.safetensors", b: "model-00001-of-00002.safetensors" },
  }),
  "model-00001-of-00002.safetensors": WEIGHTS,
  "model-00002-of-00002.safetensors": WEIGHTS,
};
const BESIDE = { ...ALONE, "onnx/model_q4.onnx": ONNX };

async function refuses(
  files: Readonly<Record<string, string>>,
  request: Partial<LoadRequest>,
  capabilities = WITH_KERNEL,
  lengths: Readonly<Record<string, number | null>> = {},
): Promise<string> {
  await using fake = fakeProvider({ files, capabilities, lengths });
  const error = await assertRejects(() => fake.load(request), ModelError);
  assertEquals([error.code, fake.workers.length], ["unsupported", 0]);
  return error.message;
}

Deno.test("a repository without ONNX runs on this site's own engine, which is measured against nothing", async () => {
  for (const capabilities of [WITH_KERNEL, { ...BOTH, kernel: true }]) {
    await using fake = fakeProvider({ files: ALONE, capabilities });
    const { dtypes, downloadBytes, memoryBytes, cached, files } = await fake.provider.describe("a/b");
    assertEquals([dtypes, memoryBytes, cached], [["safetensors"], 4000, false]);
    assertEquals(downloadBytes, files.reduce((sum, { bytes }) => sum + bytes!, 0));
    assertEquals(files.at(-1)?.path, "model.safetensors");
    const model = await fake.load();
    assertEquals([model.id.dtype, model.backend, fake.workers.length], ["safetensors", "kernel", 1]);
    assertEquals((await fake.provider.describe("a/b")).cached, true);
  }
});

Deno.test("where a repository has both, ONNX answers, and safetensors where they are named", async () => {
  await using fake = fakeProvider({ files: BESIDE, capabilities: WITH_KERNEL });
  const { id, dtypes, downloadBytes } = await fake.provider.describe("a/b");
  assertEquals([id.dtype, dtypes], ["q4", ["q4", "safetensors"]]);
  const named = await fake.provider.describe("a/b", "", undefined, "safetensors");
  assertEquals([named.id.dtype, named.downloadBytes! - downloadBytes!], ["safetensors", 4000 - ONNX.length]);
  assertEquals((await fake.load()).id.dtype, "q4");
  const model = await fake.load({ dtype: "safetensors" });
  assertEquals([model.id.dtype, model.backend], ["safetensors", "kernel"]);
});

Deno.test("an address with revision, format and device loads the same again", async () => {
  for (const device of ["auto", "cpu", "webgpu"] as const) {
    await using fake = fakeProvider({ files: ALONE, capabilities: { ...BOTH, kernel: true } });
    const first = await fake.load();
    const again = await fake.load({ revision: first.id.revision, dtype: first.id.dtype, device });
    assertEquals([again.id, again.backend], [first.id, "kernel"]);
    assertEquals(
      again.report.notices.some((notice) => /not computed on WebGPU/.test(notice)),
      device === "webgpu",
    );
    const downloads = fake.host.requests.filter(({ url, method }) =>
      method === "GET" && url.endsWith(".safetensors")
    );
    assertEquals(downloads.length, 1);
  }
});

Deno.test("where this site's own engine is not asked or does not run, that is said, and what to do", async () => {
  for (const message of [await refuses(ALONE, { device: "wasm" }), await refuses(ALONE, {}, ONLY_WASM)]) {
    assertStringIncludes(message, "onnxruntime does not read the model.safetensors");
    assertStringIncludes(message, "choose the device auto");
  }
  assertStringIncludes(await refuses(ALONE, { dtype: "q8" }), "choose safetensors");
});

Deno.test("a model of another family is refused before any download", async () => {
  const gemma = { ...ALONE, "config.json": JSON.stringify({ ...CONFIG, model_type: "gemma3_text" }) };
  const other = await refuses(gemma, {});
  assertStringIncludes(other, "no ONNX weights, which are all that onnxruntime reads");
  assertStringIncludes(
    other,
    'does not compute its model.safetensors, since it is a model of type "gemma3_text"',
  );
  const sharded = { ...SHARDED, "config.json": gemma["config.json"] };
  assertStringIncludes(await refuses(sharded, {}), "does not compute its model.safetensors, since");
  await using both = fakeProvider({
    files: { ...gemma, "onnx/model_q4.onnx": ONNX },
    capabilities: WITH_KERNEL,
  });
  assertEquals((await both.provider.describe("a/b")).dtypes, ["q4"]);
});

Deno.test("safetensors in several files load where there is nothing else", async () => {
  await using fake = fakeProvider({ files: SHARDED, capabilities: WITH_KERNEL });
  const { dtypes, files } = await fake.provider.describe("a/b");
  const named = files.map(({ path }) => path).filter((path) => path.startsWith("model"));
  assertEquals(dtypes, ["safetensors"]);
  assertEquals(named, [INDEX, "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]);
  const model = await fake.load();
  assertEquals([model.id.dtype, model.backend], ["safetensors", "kernel"]);
  await using both = fakeProvider({
    files: { ...SHARDED, "onnx/model_q4.onnx": ONNX },
    capabilities: WITH_KERNEL,
  });
  assertEquals((await both.provider.describe("a/b")).dtypes, ["q4"]);
  assertEquals(both.host.requests.filter(({ url }) => url.endsWith(INDEX)).length, 0);
});

Deno.test("an index that names what is not there, or elsewhere, is refused before any download", async () => {
  const elsewhere = JSON.stringify({
    weight_map: { a: "../b.safetensors", b: "https://c.test/d.safetensors" },
  });
  const { "model-00002-of-00002.safetensors": _, ...missing } = SHARDED;
  for (const files of [missing, ...["{}", "[", elsewhere].map((index) => ({ ...SHARDED, [INDEX]: index }))]) {
    assertStringIncludes(await refuses(files, {}), "in several files, which are not all there");
  }
});

Deno.test("safetensors of more than a tab holds are refused before any download, also where the host hides lengths", async () => {
  const [one, two] = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
  const several = await refuses(SHARDED, {}, WITH_KERNEL, { [one!]: 3e9, [two!]: 2e9 });
  assertStringIncludes(several, "its safetensors are 5.0 GB in several files, where a tab has room for 4.3");
  const { weight_map } = JSON.parse(SHARDED[INDEX]!);
  const index = JSON.stringify({ metadata: { total_size: 6e9 }, weight_map });
  const hidden = await refuses({ ...SHARDED, [INDEX]: index }, {}, WITH_KERNEL, {
    [one!]: null,
    [two!]: null,
  });
  assertStringIncludes(hidden, "its safetensors are 6.0 GB in several files");
  const single = await refuses(ALONE, {}, WITH_KERNEL, { "model.safetensors": 7e9 });
  assertStringIncludes(single, "its safetensors are 7.0 GB, where a tab has room for 4.3");
  await using beside = fakeProvider({
    files: BESIDE,
    capabilities: WITH_KERNEL,
    lengths: { "model.safetensors": 7e9 },
  });
  assertEquals((await beside.provider.describe("a/b")).dtypes, ["q4"]);
  const odd = JSON.stringify({ metadata: { total_size: "?" }, weight_map });
  await using fits = fakeProvider({
    files: { ...SHARDED, [INDEX]: odd },
    capabilities: WITH_KERNEL,
    lengths: { [one!]: null },
  });
  assertEquals((await fits.provider.describe("a/b")).dtypes, ["safetensors"]);
});

Deno.test("an engine that dies starts again on the same file; without memory its own reason is said", async () => {
  let failures = 1;
  await using fake = fakeProvider({
    files: ALONE,
    capabilities: WITH_KERNEL,
    behave: () => ({
      onPass: () => {
        if (failures-- > 0) throw new Error("A thread of the kernel does not answer");
      },
    }),
  });
  const model = await fake.load();
  assertEquals(await model.logits([1, 2]), [fakeLogits([1, 2])]);
  assertEquals(fake.running(), ["kernel"]);
  await using full = fakeProvider({
    files: ALONE,
    capabilities: WITH_KERNEL,
    behave: () => ({
      onPass: () => {
        throw new ModelError("out_of_memory", "The model needs more memory");
      },
    }),
  });
  const refused = await full.load();
  const error = await assertRejects(() => refused.logits([1]), ModelError);
  assertEquals([error.code, error.message], ["out_of_memory", "The model needs more memory"]);
});
