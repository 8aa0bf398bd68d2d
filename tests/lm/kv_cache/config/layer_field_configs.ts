import { type FamilyConfig, times } from "./family_config.ts";

const SLIDING = "sliding_attention", FULL = "full_attention";

const GEMMA4 = {
  model_type: "gemma4_text",
  enable_moe_block: false,
  head_dim: 256,
  hidden_size: 5376,
  layer_types: times(10, ...times(5, SLIDING), FULL),
  num_attention_heads: 32,
  num_hidden_layers: 60,
  num_key_value_heads: 16,
  num_kv_shared_layers: 0,
  sliding_window: 1024,
};

/** The same fields for each of some layers, by their numbers of two digits. */
function each(layers: readonly number[], fields: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(layers.map((layer) => [`${layer}`.padStart(2, "0"), fields]));
}

/** Each `every`th of a number of layers. */
function lasts(layers: number, every: number): number[] {
  return Array.from({ length: layers }, (_, layer) => layer).filter((layer) => (layer + 1) % every === 0);
}

/** Fields that single layers have for themselves. */
export const LAYER_FIELD_CONFIGS: readonly FamilyConfig[] = [
  {
    name: "Gemma 4 E2B saved anew: the full layers' size by their numbers",
    config: {
      model_type: "gemma4",
      text_config: {
        ...GEMMA4,
        hidden_size: 1536,
        layer_types: times(7, ...times(4, SLIDING), FULL),
        num_attention_heads: 8,
        num_hidden_layers: 35,
        num_key_value_heads: 1,
        num_kv_shared_layers: 20,
        per_layer_config: each(lasts(35, 5), { head_dim: 512 }),
        sliding_window: 512,
      },
    },
    perToken: (12 * 2 * 256 + 3 * 2 * 512) * 2,
    beyond: 3 * 2 * 512 * 2,
  },
  {
    name: "Gemma 4 31B saved anew: heads and sizes",
    config: {
      model_type: "gemma4",
      text_config: {
        ...GEMMA4,
        attention_k_eq_v: true,
        per_layer_config: each(lasts(60, 6), { head_dim: 512, num_key_value_heads: 4 }),
      },
    },
    perToken: (50 * 2 * 16 * 256 + 10 * 2 * 4 * 512) * 2,
    beyond: 10 * 2 * 4 * 512 * 2,
  },
  {
    name: "Gemma 4 26B-A4B saved anew",
    config: {
      ...GEMMA4,
      attention_k_eq_v: true,
      hidden_size: 2816,
      layer_types: times(5, ...times(5, SLIDING), FULL),
      num_attention_heads: 16,
      num_hidden_layers: 30,
      num_key_value_heads: 8,
      per_layer_config: each(lasts(30, 6), { head_dim: 512, num_key_value_heads: 2 }),
    },
    perToken: (25 * 2 * 8 * 256 + 5 * 2 * 2 * 512) * 2,
    beyond: 5 * 2 * 2 * 512 * 2,
  },
  {
    name: "Gemma 4 whose full layers have heads of their own that only equal keys and values would bring in",
    config: {
      model_type: "gemma4",
      text_config: {
        ...GEMMA4,
        attention_k_eq_v: false,
        global_head_dim: 512,
        num_global_key_value_heads: 4,
      },
    },
    perToken: (50 * 2 * 16 * 256 + 10 * 2 * 16 * 512) * 2,
    beyond: 10 * 2 * 16 * 512 * 2,
  },
  {
    name: "Llama with fewer heads in one layer, no attention in another, and no feed-forward part in a third",
    config: {
      model_type: "llama",
      head_dim: 128,
      hidden_size: 4096,
      num_attention_heads: 32,
      num_hidden_layers: 4,
      num_key_value_heads: 8,
      per_layer_config: {
        "1": { num_key_value_heads: 2 },
        "2": { skip: ["mlp"] },
        "3": { skip: ["attention", "mlp"] },
      },
    },
    perToken: (8 + 2 + 8) * 2 * 128 * 2,
  },
  {
    name: "Mistral with a window in some layers alone",
    config: {
      model_type: "mistral",
      head_dim: 128,
      hidden_size: 4096,
      num_attention_heads: 32,
      num_hidden_layers: 12,
      num_key_value_heads: 8,
      per_layer_config: { "00": { sliding_window: null }, "11": { sliding_window: 64 } },
      sliding_window: 4096,
    },
    perToken: 12 * 2 * 8 * 128 * 2,
    beyond: 2 * 8 * 128 * 2,
    lowerBound: (32_768 + 10 * 4096 + 64) * 2 * 8 * 128 * 2,
  },
  {
    name: "GPT-OSS Puzzle: windows in a list of blocks",
    config: {
      model_type: "gpt_oss_puzzle",
      block_configs: [128, null, 128, 8192].map((sliding_window) => ({
        num_local_experts: 64,
        sliding_window,
      })),
      head_dim: 64,
      hidden_size: 2880,
      layer_types: [SLIDING, FULL, SLIDING, SLIDING],
      num_attention_heads: 64,
      num_hidden_layers: 4,
      num_key_value_heads: 8,
      sliding_window: 128,
    },
    perToken: 4 * 2 * 8 * 64 * 2,
    beyond: 2 * 8 * 64 * 2,
    lowerBound: (32_768 + 2 * 128 + 8192) * 2 * 8 * 64 * 2,
  },
];
