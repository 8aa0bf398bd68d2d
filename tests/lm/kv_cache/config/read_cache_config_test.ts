import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { CACHE_PRESETS } from "@/lib/lm/kv_cache/cache_presets.ts";
import { elementFormat } from "@/lib/lm/kv_cache/cache_format.ts";
import type { CacheModel } from "@/lib/lm/kv_cache/cache_layers.ts";
import { cacheMemory } from "@/lib/lm/kv_cache/cache_memory.ts";
import { presetSource } from "@/lib/lm/kv_cache/presets/preset.ts";
import { readCacheConfig } from "@/lib/lm/kv_cache/config/read_cache_config.ts";

function read(config: unknown): CacheModel {
  const result = readCacheConfig(config);
  if ("problem" in result) throw new Error(result.problem);
  return result.model;
}

/** `16 full_attention, 16 sliding_attention`. */
function kinds(config: unknown): string {
  return read(config).layers.map(({ count, kind }) => `${count} ${kind}`).join(", ");
}

function problem(config: unknown): string {
  const result = readCacheConfig(config);
  return "problem" in result ? result.problem : "";
}

const LLAMA = {
  model_type: "llama",
  num_hidden_layers: 12,
  num_attention_heads: 8,
  num_key_value_heads: 2,
  hidden_size: 512,
};

Deno.test("every preset is read, has a source, parameters and an id of its own", () => {
  assert(CACHE_PRESETS.length >= 25);
  assertEquals(new Set(CACHE_PRESETS.map(({ id }) => id)).size, CACHE_PRESETS.length);
  for (const preset of CACHE_PRESETS) {
    const { layers } = read(preset.config);
    assert(layers.length > 0 && layers.some(({ kind }) => kind !== "no_cache"), preset.id);
    assert(preset.parameters > 1e7, preset.id);
    assertStringIncludes(presetSource(preset), `https://huggingface.co/${preset.repository}/`);
  }
});

Deno.test("the presets show every kind of attention and of layer", () => {
  const models = CACHE_PRESETS.map(({ config }) => read(config));
  assertEquals([...new Set(models.map(({ attention }) => attention))].sort(), [
    "attention",
    "grouped-query attention",
    "multi-head attention",
    "multi-head latent attention",
    "multi-query attention",
    "no attention",
  ]);
  const shown = new Set(models.flatMap(({ layers }) => layers.map(({ kind }) => kind)));
  assertEquals(shown.size, 9, [...shown].join());
});

Deno.test("readCacheConfig() reads the spellings of the model families", () => {
  const size = (config: unknown) =>
    read(config).layers.map((layer) => "kvHeads" in layer ? [layer.kvHeads, layer.keySize] : [])[0];
  assertEquals(size(LLAMA), [2, 64]);
  assertEquals(size({ ...LLAMA, head_dim: 128 }), [2, 128]);
  assertEquals(size({ model_type: "gpt2", n_layer: 2, n_head: 4, n_embd: 256 }), [4, 64]);
  assertEquals(
    size({ model_type: "falcon", num_hidden_layers: 2, num_attention_heads: 8, hidden_size: 512 }),
    [1, 64],
  );
  assertEquals(
    size({
      model_type: "chatglm",
      num_layers: 2,
      num_attention_heads: 32,
      kv_channels: 128,
      multi_query_attention: true,
      multi_query_group_num: 2,
    }),
    [2, 128],
  );
  assertEquals(
    size({ model_type: "dbrx", n_layers: 2, n_heads: 48, d_model: 6144, attn_config: { kv_n_heads: 8 } }),
    [8, 128],
  );
  assertEquals(size({ model_type: "mpt", n_layers: 2, n_heads: 32, d_model: 4096 }), [32, 128]);
  assertEquals(size({ ...LLAMA, model_type: "phi", num_key_value_heads: null }), [8, 64]);
  assertEquals(
    size({
      model_type: "gemma3",
      text_config: {
        model_type: "gemma3_text",
        num_hidden_layers: 34,
        hidden_size: 2560,
        sliding_window: 1024,
      },
    }),
    [4, 256],
  );
});

Deno.test("readCacheConfig() finds which layers slide", () => {
  const window = { ...LLAMA, sliding_window: 128 };
  assertEquals(kinds({ ...window, model_type: "mistral" }), "12 sliding_attention");
  assertEquals(kinds({ ...LLAMA, model_type: "mistral", sliding_window: null }), "12 full_attention");
  assertEquals(kinds({ ...window, model_type: "gemma2" }), "6 sliding_attention, 6 full_attention");
  assertEquals(kinds({ ...window, model_type: "gemma3_text" }), "10 sliding_attention, 2 full_attention");
  assertEquals(kinds({ ...window, model_type: "cohere2" }), "9 sliding_attention, 3 full_attention");
  assertEquals(kinds({ ...window, sliding_window_pattern: "LLLG" }), "9 sliding_attention, 3 full_attention");
  assertEquals(kinds({ ...window, model_type: "qwen2" }), "12 full_attention");
  assertEquals(
    kinds({ ...window, model_type: "qwen2", use_sliding_window: true, max_window_layers: 8 }),
    "8 full_attention, 4 sliding_attention",
  );
  assertEquals(
    kinds({ ...LLAMA, model_type: "llama4_text", attention_chunk_size: 8192 }),
    "9 sliding_attention, 3 full_attention",
  );
  const types = ["sliding_attention", "sliding_attention", "full_attention"];
  assertEquals(kinds({ ...window, layer_types: types }), "8 sliding_attention, 4 full_attention");
});

Deno.test("readCacheConfig() leaves out layers that use another layer's keys and values", () => {
  const types = ["sliding_attention", "full_attention"];
  const config = { ...LLAMA, sliding_window: 512, layer_types: types, num_kv_shared_layers: 4 };
  assertEquals(kinds(config), "4 sliding_attention, 4 full_attention, 4 no_cache");
  assertStringIncludes(read(config).notes.join(), "earlier");
});

Deno.test("readCacheConfig() reads heads layer by layer", () => {
  const blocks = [
    { attention: { n_heads_in_group: 4 } },
    { attention: { no_op: true } },
    { attention: { n_heads_in_group: 8 } },
  ];
  const { layers } = read({
    ...LLAMA,
    num_hidden_layers: 3,
    num_key_value_heads: null,
    block_configs: blocks,
  });
  assertEquals(layers.map((layer) => "kvHeads" in layer ? layer.kvHeads : layer.kind), [2, "no_cache", 1]);
});

Deno.test("readCacheConfig() finds states that do not grow", () => {
  assertEquals(
    kinds({ ...LLAMA, attn_layer_period: 6, attn_layer_offset: 3, mamba_d_state: 16 }),
    "10 state_space, 2 full_attention",
  );
  assertEquals(
    kinds({ ...LLAMA, model_type: "lfm2", conv_L_cache: 3, full_attn_idxs: [2, 5] }),
    "10 convolution, 2 full_attention",
  );
  const both = { ...LLAMA, model_type: "falcon_h1", mamba_n_heads: 8, mamba_d_head: 64, mamba_d_state: 128 };
  assertEquals(kinds(both), "12 full_attention, 12 state_space");
  assertEquals(kinds({ model_type: "rwkv", num_hidden_layers: 3, hidden_size: 64 }), "3 recurrent");
  const [state] = read({
    model_type: "mamba2",
    num_hidden_layers: 2,
    num_heads: 4,
    head_dim: 8,
    state_size: 16,
    n_groups: 1,
    conv_kernel: 4,
    hidden_size: 16,
  }).layers;
  assertEquals(state, {
    kind: "state_space",
    count: 2,
    stateSize: 4 * 8 * 16,
    convolutionSize: (32 + 32) * 3,
  });
});

Deno.test("readCacheConfig() says what is wrong and what to do", () => {
  for (const config of [null, 3, "text", [], true]) assertStringIncludes(problem(config), "JSON object");
  assertStringIncludes(problem({}), "num_hidden_layers");
  assertStringIncludes(problem({ num_hidden_layers: 1e15 }), "4,096");
  assertStringIncludes(problem({ num_hidden_layers: 2 }), "num_attention_heads");
  assertStringIncludes(
    problem({ num_hidden_layers: 2, num_attention_heads: 3, hidden_size: 64 }),
    "head_dim",
  );
  assertStringIncludes(problem({ ...LLAMA, model_type: "bert" }), "keeps no cache");
  assertStringIncludes(problem({ ...LLAMA, is_encoder_decoder: true }), "decoder-only");
  assertStringIncludes(problem({ ...LLAMA, layer_types: ["magic"] }), '"magic"');
  assertStringIncludes(problem({ ...LLAMA, model_type: "deepseek_v4" }), "deepseek_v4");
});

const names = [
  ...new Set(
    CACHE_PRESETS.flatMap(({ config }) => Object.keys({ ...config, ...config["text_config"] as object })),
  ),
  "block_configs",
  "attn_config",
  "layers_block_type",
  "__proto__",
];
const value = fc.oneof(
  fc.integer({ min: -3, max: 5000 }),
  fc.constantFrom("gemma2", "mamba", "full_attention", "M*-", "", null, true, false, 1e300, NaN, Infinity),
  fc.array(fc.constantFrom<unknown>("attention", "mamba", 0, 1, 3, null, {}), { maxLength: 5 }),
  fc.jsonValue({ maxDepth: 2 }),
);

Deno.test("readCacheConfig() is total: any document is a cache or a sentence", () => {
  const garbage = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 12 });
  const spoiled = fc.tuple(fc.constantFrom(...CACHE_PRESETS), fc.constantFrom(...names), value)
    .map(([{ config }, name, value]) => ({ ...config, [name]: value }));
  const element = elementFormat("bf16");
  const use = {
    batch: 2,
    tokens: 100,
    format: { key: element, value: element, state: element },
    blockSize: 16,
  };
  fc.assert(
    fc.property(fc.oneof(garbage, spoiled, fc.jsonValue()), (config) => {
      const result = readCacheConfig(config);
      if ("problem" in result) return assert(result.problem.length > 20);
      const { lowerBytes, upperBytes } = cacheMemory(result.model, use);
      assert(Number.isFinite(lowerBytes) && lowerBytes >= 0 && upperBytes >= lowerBytes);
    }),
    { numRuns: 3000 },
  );
});
