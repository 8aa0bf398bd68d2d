/** What is said beside the figures: keys that nothing used, what was assumed, what was refused. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { CACHE_PRESETS } from "@/lib/lm/kv_cache/cache_presets.ts";
import { readCacheConfig } from "@/lib/lm/kv_cache/config/read_cache_config.ts";

const LLAMA = {
  model_type: "llama",
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  hidden_size: 4096,
};

function notes(config: unknown): readonly string[] {
  const result = readCacheConfig(config);
  if ("problem" in result) throw new Error(result.problem);
  return result.model.notes;
}

function problem(config: unknown): string {
  const result = readCacheConfig(config);
  return "problem" in result ? result.problem : "";
}

Deno.test("a key that speaks of the cache and is not used is named", () => {
  const keys = [
    "num_foo_layers",
    "kv_head_groups",
    "attention_stride",
    "attention_pattern",
    "swa_layers",
    "window_schedule",
    "cache_every_n",
    "cross_layer_sharing_map",
    "recurrent_state_dim",
    "latent_pool_size",
    "kv_compress_ratio",
    "cla_share_factor",
    "memory_tokens",
    "full_attention_layers",
    "is_global",
    "local_every_n",
    "interleaved_kinds",
  ];
  for (const key of keys) {
    assertEquals(notes({ ...LLAMA, [key]: 3 }), [`not read: ${key}`]);
    assertEquals(notes({ ...LLAMA, [key]: [1, 2] }), [`not read: ${key}`]);
    assertEquals(notes({ model_type: "llava", text_config: { ...LLAMA, [key]: 3 } }), [
      `not read: text_config.${key}`,
    ]);
  }
});

Deno.test("a key in an object is named with its path, an object of its own name once", () => {
  assertEquals(notes({ ...LLAMA, decoder_options: { share_every: 2, note: "text" } }), [
    "not read: decoder_options.share_every",
  ]);
  assertEquals(notes({ ...LLAMA, kv_sharing: { from: 2, layers: [1, 2] } }), ["not read: kv_sharing"]);
  assertEquals(
    notes({ ...LLAMA, quantization_config: { group_size: 64, kv_cache_scheme: { num_bits: 8 } } }),
    [
      "not read: quantization_config.kv_cache_scheme",
    ],
  );
});

Deno.test("a key that says nothing, or that is known not to matter, is not named", () => {
  for (const value of [null, false, 0, "", [], {}, -1]) {
    assertEquals(notes({ ...LLAMA, num_foo_layers: value }), []);
  }
  const harmless = {
    attention_dropout: 0.1,
    attn_implementation: "eager",
    layer_norm_eps: 1e-5,
    attention_bias: true,
    use_cache: true,
    n_group: 8,
    n_shared_experts: 1,
    moe_layer_freq: 1,
    num_nextn_predict_layers: 1,
    vision_config: { num_hidden_layers: 24, sliding_window: 3 },
    rope_parameters: { full_attention: { rope_theta: 1 } },
    quantization_config: { group_size: 128, bits: 4 },
  };
  assertEquals(notes({ ...LLAMA, ...harmless }), []);
});

Deno.test("a window around a text part is another part's: it is named, not used", () => {
  const around = (field: object) => ({ model_type: "llava", ...field, text_config: LLAMA });
  for (const key of ["sliding_window", "window_size", "attention_window_size", "local_attention"]) {
    assertEquals(notes(around({ [key]: 64 })), [`not read: ${key}`]);
  }
  assertEquals(notes(around({ sliding_window: [64, null] })), ["not read: sliding_window"]);
  const inside = { model_type: "llava", text_config: { ...LLAMA, sliding_window: 64 } };
  assert(!notes({ ...inside, sliding_window: 64 }).some((note) => note.startsWith("not read")));
});

Deno.test("a field of a single layer that nothing reads is named with its layer", () => {
  const own = (fields: object, key = "3") => notes({ ...LLAMA, per_layer_config: { [key]: fields } });
  assertEquals(own({ head_dim: 64, intermediate_size: 8 }), []);
  assertEquals(own({ zz_heads: 2 }), ["not read: per_layer_config.3.zz_heads"]);
  assertEquals(own({ num_key_value_heads: "2" }), ["not read: per_layer_config.3.num_key_value_heads"]);
  assertEquals(own({ head_dim: 64 }, "32"), ["not read: per_layer_config.32.head_dim"]);
  assertEquals(own({ skip: ["mlp"] }), []);
  assertEquals(own({ skip: ["mixer"] }), ["not read: per_layer_config.3.skip"]);
  const blocks = Array.from({ length: 32 }, (_, layer) => layer === 3 ? { zz_heads: 2 } : { head_dim: 64 });
  assertEquals(notes({ ...LLAMA, block_configs: blocks }), ["not read: block_configs[3].zz_heads"]);
});

Deno.test("two keys that contradict each other are not both used in silence", () => {
  const twice = { ...LLAMA, num_kv_heads: 4 };
  assertEquals(notes(twice), ["not read: num_kv_heads"]);
  assertEquals(notes({ ...LLAMA, num_kv_heads: 8 }), []);
  const layers = { ...LLAMA, sliding_window: 64, layer_types: Array(32).fill("sliding_attention") };
  assert(notes({ ...layers, sliding_window_pattern: 4 }).includes("not read: sliding_window_pattern"));
  assert(!notes({ ...layers, sliding_window_pattern: "L" }).some((note) => note.startsWith("not read")));
});

Deno.test("a family that nobody knows is said to be read as plain attention, with the heads that were assumed", () => {
  const { num_key_value_heads: _, ...headless } = LLAMA;
  const [note] = notes({ ...headless, model_type: "frobnicator" });
  assertMatch(note!, /frobnicator.*family not known, read as plain attention; no num_key_value_heads, so 32/);
  assertMatch(
    notes({ ...LLAMA, model_type: "frobnicator" })[0]!,
    /family not known, read as plain attention\.$/,
  );
  assertMatch(notes({ ...LLAMA, model_type: undefined })[0]!, /no model_type: family not known/);
  const windowed = { ...LLAMA, model_type: "frobnicator", sliding_window: 64 };
  assertMatch(notes(windowed)[0]!, /by the names of its fields/);
  assertEquals(notes(LLAMA), []);
});

Deno.test("a configuration in float32 says that it is", () => {
  for (const name of ["torch_dtype", "dtype"]) {
    assertMatch(
      notes({ ...LLAMA, [name]: "float32" })[0]!,
      /float32, 4 bytes an element; engines serve it in 16 bits/,
    );
    assertEquals(notes({ ...LLAMA, [name]: "bfloat16" }), []);
  }
  const nested = { model_type: "llava", torch_dtype: "float32", text_config: LLAMA };
  assertMatch(notes(nested)[0]!, /float32/);
});

Deno.test("a text part that names no sizes is refused by its name", () => {
  const llava = {
    model_type: "llava",
    text_config: {
      _name_or_path: "someone/frobnicator-7b",
      model_type: "frobnicator",
      max_position_embeddings: 4096,
    },
    vision_config: { num_hidden_layers: 24, num_attention_heads: 16, hidden_size: 1024 },
  };
  assertMatch(problem(llava), /^text_config names no sizes/);
});

Deno.test("sizes that a file by itself lacks are not taken from a class, and those of a text part are and are named", () => {
  assertMatch(problem({ model_type: "llama", hidden_size: 4096 }), /number of layers is missing/);
  assertMatch(problem({ model_type: "llama", num_hidden_layers: 32 }), /lacks num_attention_heads/);
  const inside = (field: object) =>
    notes({ model_type: "llava", text_config: { model_type: "llama", ...field } });
  assertEquals(inside({ n_layer: 2, n_head: 4, n_embd: 64 }), []);
  assertMatch(
    inside({ n_layer: 2, n_embd: 64 })[0]!,
    /^Left to the defaults of llama's code: num_attention_heads 32\.$/,
  );
});

Deno.test("encoders, twofold models and unknown caches are refused", () => {
  assertMatch(
    problem({ model_type: "whisper", d_model: 512, encoder_layers: 6, decoder_layers: 6 }),
    /decoder-only/,
  );
  assertMatch(problem({ ...LLAMA, model_type: "t5gemma", encoder: LLAMA, decoder: LLAMA }), /decoder-only/);
  assertMatch(problem({ ...LLAMA, encoder_layers: 6, decoder_layers: 6 }), /decoder-only/);
  assertMatch(problem({ ...LLAMA, model_type: "retnet" }), /not known/);
  assertMatch(problem({ ...LLAMA, hybrid_layer_pattern: [0, 1, 2] }), /layer type "2"/);
  assertMatch(problem({ ...LLAMA, num_key_value_heads: [8, 4] }), /num_key_value_heads lists fewer layers/);
  assertMatch(problem({ ...LLAMA, num_key_value_heads: "8" }), /num_key_value_heads is neither/);
  const holes = Array.from({ length: 32 }, (_, layer) => layer === 3 ? null : 8);
  assertMatch(problem({ ...LLAMA, num_key_value_heads: holes }), /num_key_value_heads is neither/);
  assertMatch(problem({ ...LLAMA, kv_lora_rank: 512 }), /no qk_rope_head_dim/);
});

Deno.test("a state whose sizes are missing is refused, not taken for another family's", () => {
  const linear = { ...LLAMA, layer_types: ["linear_attention", "full_attention"] };
  assertMatch(problem({ ...linear, model_type: "bamba" }), /linear layers' states/);
  assertMatch(problem({ ...linear, model_type: "frobnicator" }), /linear layers' states/);
  const mamba = { ...LLAMA, model_type: "nemotron_h", hybrid_override_pattern: "M*", ssm_state_size: 128 };
  assertMatch(problem(mamba), /mamba layers' states/);
});

Deno.test("what a family's code assumes where its file says nothing", () => {
  const size = (config: unknown) => {
    const result = readCacheConfig(config);
    const layer = "model" in result ? result.model.layers[0]! : null;
    return layer && "kvHeads" in layer ? [layer.kvHeads, layer.keySize] : [];
  };
  assertEquals(size({ model_type: "gpt_bigcode", n_layer: 2, n_head: 16, n_embd: 2048 }), [1, 128]);
  assertEquals(size({ ...LLAMA, model_type: "gemma2" }), [8, 256]);
  assertEquals(size({ ...LLAMA, model_type: "gpt_oss" }), [8, 64]);
});

Deno.test("a window that is left to the family's code is named, and one that is written is not", () => {
  const said = (config: object) =>
    notes({ ...LLAMA, ...config }).some((note) => /names no window: the/.test(note));
  assertMatch(
    notes({ ...LLAMA, model_type: "mistral" }).join(),
    /the 4096 tokens are the default of mistral's/,
  );
  assertEquals(said({ model_type: "mistral", sliding_window: 4096 }), false);
  assertEquals(said({ model_type: "mistral", sliding_window: null }), false);
  assertEquals(said({ model_type: "mixtral" }), false);
});

Deno.test("sliding layers that are counted in full are said to be: without a window, and over latents", () => {
  const sliding = { ...LLAMA, layer_types: Array(32).fill("sliding_attention") };
  assertEquals(notes(sliding).length, 1);
  assertMatch(notes(sliding)[0]!, /no window for them: they are counted in full/);
  const latent = { ...sliding, kv_lora_rank: 512, qk_rope_head_dim: 64, sliding_window: 64 };
  assertMatch(notes(latent)[0]!, /slide over latents: here they are counted in full/);
});

Deno.test("whatever key is added to a preset, the answer changes or the key is named or known", () => {
  const key = fc.constantFrom(
    "zz_layers",
    "zz_heads",
    "zz_attention",
    "zz_window",
    "zz_cache",
    "zz_state",
    "zz_share",
  );
  fc.assert(fc.property(fc.constantFrom(...CACHE_PRESETS), key, ({ config }, name) => {
    assert(notes({ ...config, [name]: 7 }).includes(`not read: ${name}`));
  }));
});
