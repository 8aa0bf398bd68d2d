/** How much of a repository's weights is taken, and what is asked for to find that out. */
import { assertEquals, assertRejects } from "@std/assert";
import type { HostedFile } from "@/lib/models/hub/hosted_file.ts";
import { hubAddress } from "@/lib/models/hub/hub_address.ts";
import { weightFiles } from "@/lib/models/hub/weight_files.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

const CONFIG = {
  model_type: "llama",
  hidden_size: 64,
  intermediate_size: 128,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  vocab_size: 300,
  max_position_embeddings: 64,
  rms_norm_eps: 1e-5,
};

/** A repository of files of these sizes; what was asked for. */
function repository(sizes: Readonly<Record<string, number | null>>, index: unknown = null) {
  const asked: string[] = [];
  const find = (path: string): Promise<HostedFile | null> => {
    asked.push(path);
    return Promise.resolve(path in sizes ? { path, bytes: sizes[path]!, sha256: null } as HostedFile : null);
  };
  const address = hubAddress("https://hub.example", "o/m", "main");
  const listing = { address, license: null, parameters: null, probes: false, find };
  const readFile = () => Promise.resolve(new TextEncoder().encode(JSON.stringify(index)));
  return { asked, read: (config: object = CONFIG) => weightFiles(listing, { ...config }, { readFile }) };
}

/** Safetensors in two files that have this size together with their index. */
function inTwo(total: number) {
  const index = {
    weight_map: { a: "model-1.safetensors", b: "model-2.safetensors", c: "model-1.safetensors" },
  };
  const sizes = {
    "model.safetensors.index.json": 100,
    "model-1.safetensors": 1000,
    "model-2.safetensors": total - 1100,
  };
  return repository(sizes, index);
}

Deno.test("safetensors in several files are taken up to the 4 GiB that a tab's memory holds", async () => {
  const { safetensors } = await inTwo(2 ** 32).read();
  assertEquals(safetensors?.map(({ path }) => path), [
    "model.safetensors.index.json",
    "model-1.safetensors",
    "model-2.safetensors",
  ]);
  const { message, code } = await assertRejects(() => inTwo(2 ** 32 + 1).read(), ModelError);
  assertEquals(code, "unsupported");
  assertEquals(
    message.includes("its safetensors are 4.3 GB in several files, where a tab has room for 4"),
    true,
  );
});

Deno.test("safetensors of a model that this site's engine does not compute are not asked for", async () => {
  const { read, asked } = inTwo(5000);
  const { message } = await assertRejects(() => read({ ...CONFIG, model_type: "gpt2" }), ModelError);
  assertEquals([message.includes("several files"), asked.includes("model-1.safetensors")], [false, false]);
});

Deno.test("a graph above 100 MB is taken to hold its weights, a smaller one to have files beside it", async () => {
  const asksBeside = async (bytes: number | null, config: object = CONFIG) => {
    const { read, asked } = repository({ "onnx/model_q4.onnx": bytes, "onnx/model_q4.onnx_data": 7 });
    const { q4 } = await read(config);
    return [asked.includes("onnx/model_q4.onnx_data"), q4?.map((file) => file.bytes)];
  };
  assertEquals(await asksBeside(100_000_000), [true, [100_000_000, 7]]);
  assertEquals(await asksBeside(100_000_001), [false, [100_000_001]]);
  assertEquals(await asksBeside(null), [true, [null, 7]], "its size may not be known");
  const declared = { ...CONFIG, "transformers.js_config": { use_external_data_format: true } };
  assertEquals(await asksBeside(500_000_000, declared), [true, [500_000_000, 7]], "where it says so");
  assertEquals((await asksBeside(500_000_000, { ...CONFIG, "transformers.js_config": {} }))[0], false);
});
