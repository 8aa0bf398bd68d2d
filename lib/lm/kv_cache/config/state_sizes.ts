/**
 * Sizes of the states that linear attention, state-space and convolution layers keep of a sequence. A short
 * convolution over k inputs needs the last k - 1.
 *
 * @module
 */
import { HIDDEN_SIZES } from "@/lib/lm/kv_cache/config/attention_names.ts";
import type { StateLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import {
  alonePart,
  type ConfigReader,
  count,
  innerPart,
  peek,
  settle,
  text,
} from "@/lib/lm/kv_cache/config/reader.ts";
import type { StateName } from "@/lib/lm/kv_cache/config/layer_kinds.ts";
import { mambaState } from "@/lib/lm/kv_cache/config/mamba_sizes.ts";
import { recurrentState } from "@/lib/lm/kv_cache/config/recurrent_sizes.ts";

/** The state of one layer of a kind; null where the configuration lacks a size. */
export function stateLayer(kind: StateName, config: ConfigReader): StateLayers | null {
  switch (kind) {
    case "linear":
      // Newer files name Mamba's layers so, too: which sizes there are tells.
      return deltaAttention(config) ?? gatedDelta(config) ?? lightning(config) ?? mambaState(config);
    case "mamba":
      return mambaState(innerPart(config, "ssm_cfg") ?? config);
    case "convolution":
      return shortConvolution(config);
    case "recurrent":
      return recurrentState(config);
  }
}

/** Gated delta net (qwen3_next): a matrix of key by value size for each value head. */
function gatedDelta(config: ConfigReader): StateLayers | null {
  const usual = text(config, "model_type") === "olmo_hybrid" ? count(config, "num_attention_heads") : null;
  const keyHeads = count(config, "linear_num_key_heads") ?? usual;
  const valueHeads = count(config, "linear_num_value_heads") ?? usual;
  const hidden = usual && count(config, "hidden_size");
  // OLMo Hybrid's code takes what is left out from its attention.
  const key = count(config, "linear_key_head_dim") ??
    (hidden && keyHeads && Math.floor(0.75 * hidden / keyHeads));
  const value = count(config, "linear_value_head_dim") ?? (usual && key && 2 * key);
  if (!keyHeads || !valueHeads || !key || !value) return null;
  const kernel = count(config, "linear_conv_kernel_dim") ?? 4;
  const inputs = 2 * keyHeads * key + valueHeads * value;
  return linear(valueHeads * key * value, inputs * (kernel - 1));
}

/**
 * Kimi's delta attention: a square matrix a head, and a convolution of queries, keys and values. Its sizes stand in an
 * object of their own or, in newer files, among the others.
 */
function deltaAttention(config: ConfigReader): StateLayers | null {
  const part = alonePart(config, "linear_attn_config");
  if (part) settle(part, "kda_layers", "full_attn_layers");
  const heads = (part && count(part, "num_heads")) ?? count(config, "linear_num_heads");
  const dim = (part && count(part, "head_dim")) ?? count(config, "linear_head_dim");
  if (!heads || !dim) return null;
  const kernel = (part && count(part, "short_conv_kernel_size")) ??
    count(config, "linear_conv_kernel_dim", "short_conv_kernel_size") ?? 4;
  return linear(heads * dim * dim, 3 * heads * dim * (kernel - 1));
}

/** Families of lightning attention: another's states are of other sizes. */
const LIGHTNING = /^(?:minimax|bailing|minicpm_sala)/;

/** Lightning attention (minimax, bailing): a square matrix a head, and a convolution where one is named. */
function lightning(config: ConfigReader): StateLayers | null {
  if (!LIGHTNING.test(text(config, "model_type"))) return null;
  const heads = count(config, "lightning_nh") ?? count(config, "num_attention_heads");
  const hidden = count(config, ...HIDDEN_SIZES);
  const own = count(config, "lightning_head_dim") ?? count(config, "head_dim");
  const dim = own ?? (heads && hidden ? hidden / heads : null);
  if (!heads || !dim) return null;
  if (peek(config, "lightning_nkv") === heads) settle(config, "lightning_nkv");
  const kernel = count(config, "short_conv_kernel_size") ?? 1;
  return linear(heads * dim * dim, 3 * heads * dim * (kernel - 1));
}

/** LFM2's gated short convolution: its last inputs are all it keeps. */
function shortConvolution(config: ConfigReader): StateLayers | null {
  const hidden = count(config, "conv_dim", "hidden_size");
  const kernel = count(config, "conv_L_cache") ?? 3;
  return hidden
    ? { kind: "convolution", count: 1, stateSize: 0, convolutionSize: hidden * (kernel - 1) }
    : null;
}

function linear(stateSize: number, convolutionSize: number): StateLayers {
  return { kind: "linear_attention", count: 1, stateSize, convolutionSize };
}
