/** What a hub's configuration may leave out, family by family: Hugging Face's own default, or a refusal. */
import { assertEquals, assertThrows } from "@std/assert";
import { type HubConfig, readHubConfig } from "@/lib/transformer/hub_config.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";

/** A configuration that leaves nothing out; no two of its sizes are the same. */
const WHOLE = {
  vocab_size: 1000,
  hidden_size: 96,
  intermediate_size: 200,
  num_hidden_layers: 3,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  head_dim: 16,
  max_position_embeddings: 512,
  rms_norm_eps: 1e-5,
  rope_theta: 500_000,
  tie_word_embeddings: true,
  attention_bias: true,
} as const;
const FAMILIES = ["llama", "qwen2", "qwen3"] as const;
type Family = typeof FAMILIES[number];

/** What is read of a configuration without one of its fields, or null where it is refused. */
function without(model_type: Family, name: keyof typeof WHOLE): ReturnType<typeof readHubConfig> | null {
  const { [name]: _, ...rest } = WHOLE;
  try {
    return readHubConfig({ model_type, ...rest });
  } catch (error) {
    if (error instanceof UnknownModelError) return null;
    throw error;
  }
}

/** A figure of each family without a field; null where the configuration is refused. */
function each<T>(name: keyof typeof WHOLE, figure: (model: ReturnType<typeof readHubConfig>) => T) {
  return FAMILIES.map((family) => {
    const model = without(family, name);
    return model && figure(model);
  });
}

Deno.test("readHubConfig() reads every size of a whole configuration", () => {
  const { config } = readHubConfig({ model_type: "llama", ...WHOLE });
  assertEquals(config, {
    kind: "llama",
    vocabulary: 1000,
    context: 512,
    layers: 3,
    width: 96,
    heads: 8,
    keyHeads: 4,
    headWidth: 16,
    feedForward: 200,
    normEpsilon: 1e-5,
    ropeBase: 500_000,
  });
});

Deno.test("heads of keys that are left out are as many as the others in Llama; Qwen's own 32 are not assumed", () => {
  assertEquals(each("num_key_value_heads", ({ config }) => config.keyHeads), [8, null, null]);
  assertEquals(
    readHubConfig({ model_type: "llama", ...WHOLE, num_key_value_heads: null }).config.keyHeads,
    8,
  );
});

Deno.test("a head that is not named has its share of the width in Llama and Qwen2; Qwen3's own 128 are not assumed", () => {
  assertEquals(each("head_dim", ({ config }) => config.headWidth), [12, 12, null]);
  assertEquals(readHubConfig({ model_type: "llama", ...WHOLE, head_dim: null }).config.headWidth, 12);
});

Deno.test("the base of the rotary embedding is 10,000 where none is named", () => {
  assertEquals(each("rope_theta", ({ config }) => config.ropeBase), [10_000, 10_000, 10_000]);
  const nested = readHubConfig({ model_type: "llama", ...WHOLE, rope_parameters: { rope_theta: 7 } });
  assertEquals(nested.config.ropeBase, 7, "newer files say it there");
});

Deno.test("the output matrix is one of its own where nothing says that it is tied", () => {
  assertEquals(each("tie_word_embeddings", ({ tied }) => tied), [false, false, false]);
  assertEquals(each("vocab_size", ({ tied }) => tied), [null, null, null]);
  assertEquals(readHubConfig({ model_type: "qwen3", ...WHOLE }).tied, true);
});

Deno.test("Qwen2 has its biases whatever is said, the others where it is said; Qwen3 alone normalizes its heads", () => {
  const qwen2 = ["query", "key", "value"] as const;
  assertEquals(each("attention_bias", ({ biases }) => biases), [[], [...qwen2], []]);
  assertEquals(FAMILIES.map((model_type) => readHubConfig({ model_type, ...WHOLE }).biases), [
    [...qwen2, "output"],
    [...qwen2],
    [...qwen2, "output"],
  ]);
  assertEquals(each("attention_bias", ({ headNorms }) => headNorms), [false, false, true]);
});

Deno.test("what has no figure that would be right for every model is not assumed", () => {
  const needed = [
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads",
    "max_position_embeddings",
    "rms_norm_eps",
  ] as const;
  for (const name of needed) assertEquals(each(name, () => "read"), [null, null, null], name);
});

Deno.test("a window, an activation, a rotation in part that are left out are those that change nothing", () => {
  const read = (to: HubConfig) => readHubConfig({ model_type: "qwen2", ...WHOLE, ...to }).config;
  const plain = read({});
  for (
    const to of [
      { hidden_act: "silu" },
      { mlp_bias: false },
      { partial_rotary_factor: 1 },
      { use_sliding_window: false, sliding_window: 4096 },
      { sliding_window: null },
      // Qwen2.5 writes that its positions have one number and not three.
      { use_mrope: false },
      { layer_types: ["full_attention", "full_attention", "full_attention"] },
    ]
  ) assertEquals(read(to), plain);
  for (
    const to of [
      { hidden_act: "gelu" },
      { mlp_bias: true },
      { partial_rotary_factor: 0.5 },
      { use_sliding_window: true },
      { use_mrope: true },
      { sliding_window: 4096 },
      { layer_types: ["full_attention", "sliding_attention"] },
      { logit_scale: 2 },
    ]
  ) assertThrows(() => read(to), UnknownModelError);
});

Deno.test("a stretched rotation takes what it leaves out from the formulas that it names", () => {
  const rope = (rope_scaling: Record<string, unknown>) =>
    readHubConfig({ model_type: "llama", ...WHOLE, rope_scaling }).config.ropeScaling;
  const yarn = { type: "yarn", factor: 4 };
  assertEquals(rope(yarn), {
    type: "yarn",
    factor: 4,
    originalContext: 512,
    betaFast: 32,
    betaSlow: 1,
    truncate: true,
    attentionFactor: 0.1 * Math.log(4) + 1,
  });
  const sharp = rope({ ...yarn, mscale: 0.5, mscale_all_dim: 2 });
  assertEquals(
    sharp?.type === "yarn" && sharp.attentionFactor,
    (0.05 * Math.log(4) + 1) / (0.2 * Math.log(4) + 1),
  );
  const one = rope({ ...yarn, mscale: 0.5 });
  assertEquals(one?.type === "yarn" && one.attentionFactor, 0.1 * Math.log(4) + 1, "both, or none");
  const set = rope({ ...yarn, factor: 1, attention_factor: 3, truncate: false, beta_fast: 5, beta_slow: 2 });
  assertEquals(set, {
    type: "yarn",
    factor: 1,
    originalContext: 512,
    betaFast: 5,
    betaSlow: 2,
    truncate: false,
    attentionFactor: 3,
  });
  const plain = rope({ type: "yarn", factor: 1 });
  assertEquals(plain?.type === "yarn" && plain.attentionFactor, 1, "no stretch, no sharpness");
  const llama3 = { rope_type: "llama3", factor: 8, low_freq_factor: 1, high_freq_factor: 4 };
  assertEquals(rope(llama3), {
    type: "llama3",
    factor: 8,
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalContext: 512,
  });
  assertEquals(rope({ rope_type: "linear", factor: 2 }), { type: "linear", factor: 2 });
  for (
    const bad of [{ type: "linear" }, { type: "dynamic", factor: 2 }, { ...llama3, high_freq_factor: null }]
  ) {
    assertThrows(() => rope(bad), UnknownModelError);
  }
});
