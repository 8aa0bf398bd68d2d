/**
 * Sizes of the states that linear attention, state-space and convolution layers keep of a sequence. A short
 * convolution over k inputs needs the last k - 1.
 *
 * @module
 */
import type { StateLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import { type ConfigRecord, count, field, isRecord, text } from "@/lib/lm/kv_cache/config_record.ts";
import type { PlannedLayer } from "@/lib/lm/kv_cache/layer_plan.ts";

/** The state of one layer of a kind; null where the configuration lacks a size. */
export function stateLayer(kind: PlannedLayer, config: ConfigRecord): StateLayers | null {
  switch (kind) {
    case "linear":
      return kimiLinear(config) ?? gatedDelta(config) ?? lightning(config);
    case "mamba":
    case "both":
      return mamba2(config) ?? mamba(config);
    case "convolution":
      return shortConvolution(config);
    case "recurrent":
      return recurrent(config);
    default:
      return null;
  }
}

function layer(kind: StateLayers["kind"], stateSize: number, convolutionSize: number): StateLayers {
  return { kind, count: 1, stateSize, convolutionSize };
}

/** Gated delta net (qwen3_next): a matrix of key by value size for each value head. */
function gatedDelta(config: ConfigRecord): StateLayers | null {
  const keyHeads = count(config, "linear_num_key_heads"),
    valueHeads = count(config, "linear_num_value_heads");
  const key = count(config, "linear_key_head_dim"), value = count(config, "linear_value_head_dim");
  if (!keyHeads || !valueHeads || !key || !value) return null;
  const kernel = count(config, "linear_conv_kernel_dim") ?? 4;
  const inputs = 2 * keyHeads * key + valueHeads * value;
  return layer("linear_attention", valueHeads * key * value, inputs * (kernel - 1));
}

/** Kimi's delta attention: a square matrix a head, and a convolution of queries, keys and values. */
function kimiLinear(config: ConfigRecord): StateLayers | null {
  const part = field(config, "linear_attn_config");
  if (!isRecord(part)) return null;
  const heads = count(part, "num_heads"), dim = count(part, "head_dim");
  if (!heads || !dim) return null;
  const kernel = count(part, "short_conv_kernel_size") ?? 4;
  return layer("linear_attention", heads * dim * dim, 3 * heads * dim * (kernel - 1));
}

/** Lightning attention (minimax): a square matrix a head. */
function lightning(config: ConfigRecord): StateLayers | null {
  const heads = count(config, "num_attention_heads"), hidden = count(config, "hidden_size");
  const dim = count(config, "head_dim") ?? (heads && hidden ? hidden / heads : null);
  return heads && dim ? layer("linear_attention", heads * dim * dim, 0) : null;
}

/** Mamba-2: a matrix of head size by state size for each head. */
function mamba2(config: ConfigRecord): StateLayers | null {
  const isPure = text(config, "model_type") === "mamba2";
  const heads = count(
    config,
    "mamba_n_heads",
    "mamba_num_heads",
    "n_mamba_heads",
    ...(isPure ? ["num_heads"] : []),
  );
  const dim = count(
    config,
    "mamba_d_head",
    "mamba_head_dim",
    "mamba_headdim",
    ...(isPure ? ["head_dim"] : []),
  );
  const state = count(config, "mamba_d_state", "ssm_state_size", "state_size");
  if (!heads || !dim || !state) return null;
  const groups = count(config, "mamba_n_groups", "mamba_ngroups", "n_groups") ?? 1;
  const kernel = count(config, "mamba_d_conv", "conv_kernel") ?? 4;
  const inputs = heads * dim + 2 * groups * state;
  return layer("state_space", heads * dim * state, inputs * (kernel - 1));
}

/** Mamba: a state for each of the inner channels. */
function mamba(config: ConfigRecord): StateLayers | null {
  const hidden = count(config, "hidden_size", "d_model");
  const state = count(config, "mamba_d_state", "state_size", "d_state", "ssm_state_size");
  if (!hidden || !state) return null;
  const isPure = /mamba/.test(text(config, "model_type"));
  const expanded = hidden * (count(config, "mamba_expand", "expand") ?? 2);
  const inner = isPure ? count(config, "intermediate_size") ?? expanded : expanded;
  const kernel = count(config, "mamba_d_conv", "conv_kernel", "d_conv") ?? 4;
  return layer("state_space", inner * state, inner * (kernel - 1));
}

/** LFM2's gated short convolution: its last inputs are all it keeps. */
function shortConvolution(config: ConfigRecord): StateLayers | null {
  const hidden = count(config, "conv_dim", "hidden_size");
  const kernel = count(config, "conv_L_cache") ?? 3;
  return hidden ? layer("convolution", 0, hidden * (kernel - 1)) : null;
}

/** Recurrent_gemma's linear recurrence, and RWKV's five vectors. */
function recurrent(config: ConfigRecord): StateLayers | null {
  const hidden = count(config, "lru_width", "attention_hidden_size", "hidden_size");
  if (!hidden) return null;
  if (text(config, "model_type") === "rwkv") return layer("recurrent", 5 * hidden, 0);
  const kernel = count(config, "conv1d_width") ?? 4;
  return layer("recurrent", hidden, hidden * (kernel - 1));
}
