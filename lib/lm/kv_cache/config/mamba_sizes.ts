import { HIDDEN_SIZES } from "@/lib/lm/kv_cache/config/attention_names.ts";
import type { StateLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import { type ConfigReader, count, peek, settle, text } from "@/lib/lm/kv_cache/config/reader.ts";

/** Switches and ranks that change no state. */
const SETTLED = ["mamba_dt_rank", "time_step_rank", "mamba_d_ssm", "mamba_expand", "expand"];

/** Families of Mamba-2, whose sizes the first Mamba's formula would get wrong. */
const SECOND = /^(?:mamba2|bamba|granitemoehybrid|nemotron_h(?:_puzzle)?|falcon_h1|zamba2|plamo2)$/;

/** The state of a layer of Mamba or Mamba-2; null where the configuration lacks a size. */
export function mambaState(config: ConfigReader): StateLayers | null {
  const isSecond = SECOND.test(text(config, "model_type"));
  const state = mamba2(config) ?? (isSecond ? null : mamba(config));
  settle(config, ...SETTLED);
  return state;
}

/** Mamba-2: a matrix of head size by state size for each head. */
function mamba2(config: ConfigReader): StateLayers | null {
  const type = text(config, "model_type");
  const isOriginal = text(config, "layer") === "Mamba2";
  const isPure = type === "mamba2" || isOriginal;
  const inner = innerSize(config, true);
  const named = count(config, ...(isPure ? ["num_heads"] : []), ...HEADS);
  const dim = count(config, ...DIMS, ...(isPure ? ["head_dim"] : [])) ?? autoDim(config, inner, named) ??
    (type === "plamo2" ? count(config, "hidden_size_per_head") : null) ?? (isOriginal ? 64 : null);
  const heads = named ?? (dim && inner ? inner / dim : null);
  const state = count(config, ...STATES) ?? (isOriginal ? 128 : null);
  if (!heads || !dim || !state || !Number.isInteger(heads)) return null;
  const groups = count(config, "mamba_n_groups", "mamba_ngroups", "n_groups", "ngroups") ??
    (EIGHT_GROUPS.test(type) ? 8 : 1);
  const inputs = heads * dim + (type === "plamo2" ? 0 : 2 * groups * state);
  return stateSpace(heads * dim * state, inputs * (kernelSize(config) - 1));
}

const HEADS = ["mamba_n_heads", "mamba_num_heads", "n_mamba_heads"];
const DIMS = ["mamba_d_head", "mamba_head_dim", "mamba_headdim", "headdim"];
const STATES = ["mamba_d_state", "ssm_state_size", "state_size", "d_state"];

/** Families whose code has eight groups where the configuration names no number; the others have one. */
const EIGHT_GROUPS = /^(?:mamba2|nemotron_h(?:_puzzle)?)$/;

/** Head sizes that are left to the code: the inner size over the heads. */
function autoDim(config: ConfigReader, inner: number | null, heads: number | null): number | null {
  if (peek(config, "mamba_d_head") !== "auto" || !inner || !heads) return null;
  settle(config, "mamba_d_head");
  return inner / heads;
}

/** Mamba: a state for each of the inner channels. */
function mamba(config: ConfigReader): StateLayers | null {
  const isOriginal = config.scopes.some(({ path }) => path.endsWith("ssm_cfg."));
  const state = count(config, ...STATES) ?? (isOriginal ? 16 : null);
  const inner = innerSize(config, !/mamba/.test(text(config, "model_type")));
  if (!inner || !state) return null;
  if (text(config, "model_type") === "zamba") settle(config, "n_mamba_heads");
  return stateSpace(inner * state, inner * (kernelSize(config) - 1));
}

/** Channels inside a layer; pure Mamba models name them as other models name those of the feed-forward part. */
function innerSize(config: ConfigReader, isMixed: boolean): number | null {
  const hidden = count(config, ...HIDDEN_SIZES);
  const expanded = hidden && hidden * (count(config, "mamba_expand", "expand") ?? 2);
  return isMixed ? expanded : count(config, "intermediate_size", "d_inner") ?? expanded;
}

function kernelSize(config: ConfigReader): number {
  return count(config, "mamba_d_conv", "conv_kernel", "d_conv") ?? 4;
}

function stateSpace(stateSize: number, convolutionSize: number): StateLayers {
  return { kind: "state_space", count: 1, stateSize, convolutionSize };
}
