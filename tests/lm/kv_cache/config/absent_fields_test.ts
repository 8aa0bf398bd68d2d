/**
 * Fields that a configuration may leave out, family by family: what is read without one is what is read with Hugging
 * Face's own default of that family's class, and something else with another value.
 */
import { assertEquals, assertNotEquals } from "@std/assert";
import type { CacheLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import { readCacheConfig } from "@/lib/lm/kv_cache/config/read_cache_config.ts";

type Config = Readonly<Record<string, unknown>>;

function layersOf(config: Config): readonly CacheLayers[] {
  const result = readCacheConfig(config);
  if ("problem" in result) throw new Error(result.problem);
  return result.model.layers;
}

const ATTENTION = {
  num_hidden_layers: 24,
  hidden_size: 2048,
  num_attention_heads: 16,
  num_key_value_heads: 4,
};
const WINDOW = { ...ATTENTION, sliding_window: 512 };
const SWITCHED = { num_hidden_layers: 32, use_sliding_window: true };
const LINEAR = {
  linear_num_key_heads: 16,
  linear_num_value_heads: 32,
  linear_key_head_dim: 128,
  linear_value_head_dim: 64,
};
const MAMBA2 = { num_hidden_layers: 4, hidden_size: 512, state_size: 32, num_heads: 16, head_dim: 64 };
const NAMED2 = { ...ATTENTION, mamba_n_heads: 64, mamba_d_head: 64, mamba_d_state: 128 };

/** Family, configuration, field, its default, and another value. */
const DEFAULTS: readonly (readonly [string, Config, string, unknown, unknown])[] = [
  // Heads and their sizes.
  ["llama", ATTENTION, "head_dim", 128, 64],
  ["llama", { ...ATTENTION, num_key_value_heads: null }, "num_key_value_heads", 16, 8],
  ["qwen2", ATTENTION, "head_dim", 128, 64],
  ["gpt2", { n_layer: 4, n_head: 12, n_embd: 768 }, "num_key_value_heads", 12, 4],
  ["gpt_bigcode", { n_layer: 4, n_head: 16, n_embd: 2048 }, "multi_query", true, false],
  [
    "falcon",
    { num_hidden_layers: 4, num_attention_heads: 16, hidden_size: 1024 },
    "multi_query",
    true,
    false,
  ],
  [
    "falcon",
    { num_hidden_layers: 4, num_attention_heads: 16, hidden_size: 1024, new_decoder_architecture: true },
    "num_kv_heads",
    16,
    8,
  ],
  ["gemma2", WINDOW, "head_dim", 256, 128],
  ["gemma3_text", WINDOW, "head_dim", 256, 128],
  [
    "gemma3_text",
    { num_hidden_layers: 12, hidden_size: 2048, sliding_window: 512 },
    "num_key_value_heads",
    4,
    8,
  ],
  ["gemma4_text", WINDOW, "head_dim", 256, 128],
  ["gemma4_text", WINDOW, "global_head_dim", 512, 128],
  ["gemma4_text", { ...WINDOW, per_layer_config: {} }, "head_dim", 256, 128],
  ["gpt_oss", WINDOW, "head_dim", 64, 128],
  ["qwen3", { ...ATTENTION, num_attention_heads: 32 }, "head_dim", 128, 64],
  ["ministral3", { ...ATTENTION, num_attention_heads: 32 }, "head_dim", 128, 64],
  ["mimo_v2_flash", ATTENTION, "head_dim", 192, 128],
  ["mimo_v2_flash", ATTENTION, "v_head_dim", 128, 64],
  ["qwen3_next", { ...ATTENTION, ...LINEAR }, "head_dim", 256, 128],
  // Which layers slide, or keep a state.
  ["gemma2", WINDOW, "sliding_window_pattern", 2, 3],
  ["gpt_oss", WINDOW, "sliding_window_pattern", 2, 3],
  ["gemma3_text", WINDOW, "sliding_window_pattern", 6, 2],
  ["gemma3n_text", WINDOW, "sliding_window_pattern", 5, 2],
  ["cohere2", WINDOW, "sliding_window_pattern", 4, 2],
  ["olmo3", WINDOW, "sliding_window_pattern", 4, 2],
  ["afmoe", WINDOW, "global_attn_every_n_layers", 4, 2],
  ["modernbert-decoder", { ...WINDOW, local_attention: 128 }, "global_attn_every_n_layers", 3, 2],
  ["llama4_text", { ...ATTENTION, attention_chunk_size: 512 }, "no_rope_layer_interval", 4, 2],
  // How far sliding layers look back.
  ["mistral", ATTENTION, "sliding_window", 4096, null],
  ["mistral", ATTENTION, "sliding_window", 4096, 512],
  ["ministral", ATTENTION, "sliding_window", 4096, null],
  ["gemma2", ATTENTION, "sliding_window", 4096, 512],
  ["gemma3_text", ATTENTION, "sliding_window", 4096, 512],
  ["vaultgemma", ATTENTION, "sliding_window", 4096, 512],
  ["cohere2", ATTENTION, "sliding_window", 4096, 512],
  ["olmo3", ATTENTION, "sliding_window", 4096, 512],
  ["gpt_oss", ATTENTION, "sliding_window", 128, 512],
  ["llama4_text", ATTENTION, "attention_chunk_size", 8192, 512],
  [
    "recurrent_gemma",
    { ...ATTENTION, block_types: ["recurrent", "attention"] },
    "attention_window_size",
    2048,
    512,
  ],
  ["mixtral", ATTENTION, "sliding_window", null, 512],
  ["starcoder2", ATTENTION, "sliding_window", null, 512],
  ["ministral3", ATTENTION, "sliding_window", null, 512],
  ["phi3", ATTENTION, "sliding_window", null, 512],
  ["gemma3n_text", ATTENTION, "sliding_window", 512, 1024],
  ["gemma4_text", ATTENTION, "sliding_window", 512, 1024],
  ["gemma4_unified_text", ATTENTION, "sliding_window", 1024, 512],
  ["qwen2", { ...ATTENTION, ...SWITCHED, max_window_layers: 0 }, "sliding_window", 4096, 512],
  ["qwen2", { ...WINDOW, num_hidden_layers: 32 }, "use_sliding_window", false, true],
  ["qwen2", { ...WINDOW, ...SWITCHED }, "max_window_layers", 28, 0],
  ["qwen3", { ...WINDOW, ...SWITCHED }, "max_window_layers", 28, 0],
  ["qwen2_vl", { ...WINDOW, ...SWITCHED, num_hidden_layers: 81 }, "max_window_layers", 80, 28],
  ["qwen3_next", { ...ATTENTION, ...LINEAR }, "full_attention_interval", 4, 2],
  ["zamba", { ...ATTENTION, mamba_d_state: 16 }, "attn_layer_period", 6, 3],
  ["zamba", { ...ATTENTION, mamba_d_state: 16 }, "attn_layer_offset", 4, 2],
  ["phi4flash", { ...WINDOW, mamba_d_state: 16 }, "mb_per_layer", 2, 4],
  // Sizes of states.
  ["qwen3_next", ATTENTION, "linear_num_key_heads", 16, 8],
  ["qwen3_5_text", ATTENTION, "linear_num_value_heads", 32, 16],
  ["qwen3_next", { ...ATTENTION, ...LINEAR }, "linear_conv_kernel_dim", 4, 3],
  ["mamba", { num_hidden_layers: 4, hidden_size: 512, state_size: 16 }, "conv_kernel", 4, 3],
  ["mamba", { num_hidden_layers: 4, hidden_size: 512, state_size: 16 }, "expand", 2, 3],
  ["mamba", { num_hidden_layers: 4, hidden_size: 512, state_size: 16 }, "intermediate_size", 1024, 600],
  ["falcon_mamba", { num_hidden_layers: 4, hidden_size: 512, state_size: 16 }, "conv_kernel", 4, 3],
  ["mamba2", MAMBA2, "n_groups", 8, 1],
  ["mamba2", MAMBA2, "conv_kernel", 4, 3],
  ["mamba2", { ...MAMBA2, num_heads: undefined }, "expand", 2, 4],
  ["bamba", { ...NAMED2, attn_layer_indices: [3] }, "mamba_n_groups", 1, 2],
  ["bamba", { ...NAMED2, attn_layer_indices: [3] }, "mamba_d_conv", 4, 3],
  ["bamba", { ...NAMED2, attn_layer_indices: [3], mamba_d_head: "auto" }, "mamba_expand", 2, 4],
  ["falcon_h1", NAMED2, "mamba_n_groups", 1, 2],
  [
    "nemotron_h",
    {
      ...NAMED2,
      mamba_num_heads: 64,
      mamba_head_dim: 64,
      ssm_state_size: 128,
      hybrid_override_pattern: "M-*-".repeat(6),
    },
    "n_groups",
    8,
    1,
  ],
  ["recurrent_gemma", { ...WINDOW, block_types: ["recurrent", "attention"] }, "lru_width", 2048, 1024],
  ["recurrent_gemma", { ...WINDOW, block_types: ["recurrent", "attention"] }, "conv1d_width", 4, 3],
  ["rwkv", { num_hidden_layers: 4, hidden_size: 512 }, "attention_hidden_size", 512, 256],
  ["xlstm", { num_hidden_layers: 4, hidden_size: 512, num_heads: 4 }, "qk_dim_factor", 0.5, 1],
  ["xlstm", { num_hidden_layers: 4, hidden_size: 512, num_heads: 4 }, "v_dim_factor", 1, 0.5],
  ["lfm2", { ...ATTENTION, full_attn_idxs: [2] }, "conv_L_cache", 3, 4],
  ["zaya", { ...ATTENTION, layer_types: ["hybrid"] }, "cca_time0", 2, 3],
  ["zaya", { ...ATTENTION, layer_types: ["hybrid"] }, "cca_time1", 2, 3],
  ["dory", { ...ATTENTION, sliding_window: 64 }, "n_recurrent_loops", 2, 3],
  ["dory", { ...ATTENTION, sliding_window: 64 }, "n_recurrent_layers", 8, 4],
  // Caches that layers share, or have more than once.
  ["gemma3n_text", WINDOW, "num_kv_shared_layers", 15, 0],
  ["ouro", ATTENTION, "total_ut_steps", 1, 4],
  ["iquestloopcoder", ATTENTION, "loop_num", 2, 3],
  ["iquestloopcoder", ATTENTION, "loop_window_size", 64, 32],
];

for (const [model_type, config, name, usual, other] of DEFAULTS) {
  Deno.test(`readCacheConfig() takes ${name} of ${model_type} as ${usual} where it is left out`, () => {
    const { [name]: _, ...rest } = config;
    const whole = { model_type, ...rest };
    const read = layersOf(whole);
    assertEquals(read, layersOf({ ...whole, [name]: usual }));
    assertNotEquals(read, layersOf({ ...whole, [name]: other }));
  });
}

Deno.test("Mamba as its authors publish it has their code's defaults, not those of a class", () => {
  const sizes = (ssm_cfg: Config) => layersOf({ d_model: 512, n_layer: 4, ssm_cfg });
  assertEquals(sizes({}), sizes({ d_state: 16, expand: 2, d_conv: 4 }));
  assertNotEquals(sizes({}), sizes({ d_state: 32 }));
  const second = { layer: "Mamba2" };
  assertEquals(
    sizes(second),
    sizes({ ...second, d_state: 128, headdim: 64, ngroups: 1, expand: 2, d_conv: 4 }),
  );
  assertNotEquals(sizes(second), sizes({ ...second, ngroups: 8 }));
});
