/**
 * Which layer of a model is of which kind, as its `config.json` says it.
 *
 * @module
 */
import {
  type ConfigRecord,
  count,
  field,
  isRecord,
  names,
  numbers,
  text,
} from "@/lib/lm/kv_cache/config_record.ts";

/** What a layer does with the tokens before. `both` has attention and a state beside it. */
export type PlannedLayer =
  | "full"
  | "sliding"
  | "linear"
  | "mamba"
  | "convolution"
  | "recurrent"
  | "both"
  | "none";

/** Names of layer kinds in configurations. */
const NAMES: Readonly<Record<string, PlannedLayer>> = {
  full_attention: "full",
  attention: "full",
  global: "full",
  global_attention: "full",
  deepseek_sparse_attention: "full",
  sliding_attention: "sliding",
  sliding_window_attention: "sliding",
  chunked_attention: "sliding",
  local: "sliding",
  local_attention: "sliding",
  linear_attention: "linear",
  lightning_attention: "linear",
  mamba: "mamba",
  mamba2: "mamba",
  hybrid: "both",
  conv: "convolution",
  short_conv: "convolution",
  recurrent: "recurrent",
  moe: "none",
  mlp: "none",
};

/** Letters of nemotron_h's pattern and of exaone4's. */
const LETTERS: Readonly<Record<string, PlannedLayer>> = {
  "M": "mamba",
  "*": "full",
  "-": "none",
  "E": "none",
  "L": "sliding",
  "G": "full",
};

/** Model types whose layers all have a state and no attention. */
const STATE_TYPES = /^(?:mamba|mamba2|falcon_mamba|codestral_mamba)$/;

/** A plan of every layer, or the name of a kind that is not known. */
export type LayerPlan = { readonly plan: readonly PlannedLayer[] } | { readonly unknown: string };

/** Reads the kind of every layer. Without any word on it, all attend to everything. */
export function planLayers(config: ConfigRecord, layers: number): LayerPlan {
  const named = namedLayers(config);
  if (named) return cycleNames(named, kindNames(config), layers);
  const pattern = text(config, "hybrid_override_pattern") || text(config, "sliding_window_pattern");
  if (pattern !== "" && pattern.length <= 4096) return cycleNames([...pattern], LETTERS, layers);
  const rule = stateRule(config) ?? windowRule(config) ?? (() => "full" as const);
  return { plan: Array.from({ length: layers }, (_, layer) => rule(layer)) };
}

/** What the attention layers of recurrent_gemma are called is always local. */
function kindNames(config: ConfigRecord): Readonly<Record<string, PlannedLayer>> {
  return text(config, "model_type") === "recurrent_gemma" ? { ...NAMES, attention: "sliding" } : NAMES;
}

function namedLayers(config: ConfigRecord): readonly string[] | null {
  for (
    const name of ["layer_types", "layers_block_type", "block_types", "_block_types", "attention_layers"]
  ) {
    const named = names(config, name);
    if (named) return named;
  }
  const minimax = numbers(config, "attn_type_list");
  return minimax?.map((type) => type === 0 ? "linear_attention" : "full_attention") ?? null;
}

/** Repeats a list that is shorter than the layers, as recurrent_gemma and exaone4 mean it. */
function cycleNames(
  cycle: readonly string[],
  kinds: Readonly<Record<string, PlannedLayer>>,
  layers: number,
): LayerPlan {
  const plan: PlannedLayer[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const name = cycle[layer % cycle.length]!;
    if (!Object.hasOwn(kinds, name)) return { unknown: name };
    plan.push(kinds[name]!);
  }
  return { plan };
}

type Rule = (layer: number) => PlannedLayer;

/** Models that mix attention with states by a rule over the layers' numbers. */
function stateRule(config: ConfigRecord): Rule | null {
  const type = text(config, "model_type");
  if (STATE_TYPES.test(type)) return () => "mamba";
  if (type === "rwkv") return () => "recurrent";
  if (type === "falcon_h1") return () => "both";
  const lfm = numbers(config, "full_attn_idxs");
  if (lfm) return (layer) => lfm.includes(layer) ? "full" : "convolution";
  const bamba = numbers(config, "attn_layer_indices");
  if (bamba) return (layer) => bamba.includes(layer) ? "full" : "mamba";
  const period = count(config, "attn_layer_period");
  if (period) {
    const offset = count(config, "attn_layer_offset") ?? 0;
    return (layer) => layer % period === offset ? "full" : "mamba";
  }
  return linearRule(config, type);
}

function linearRule(config: ConfigRecord, type: string): Rule | null {
  const kimi = field(config, "linear_attn_config");
  if (isRecord(kimi)) {
    const full = numbers(kimi, "full_attn_layers") ?? [];
    return (layer) => full.includes(layer + 1) ? "full" : "linear";
  }
  const isQwen = /^qwen3_(?:next|5)/.test(type);
  const every = count(config, "full_attention_interval") ?? (isQwen ? 4 : null);
  return every ? (layer) => (layer + 1) % every === 0 ? "full" : "linear" : null;
}

/** Models that mix full with sliding attention by a rule over the layers' numbers. */
function windowRule(config: ConfigRecord): Rule | null {
  const type = text(config, "model_type");
  if (/^llama4/.test(type)) return llama4Rule(config);
  if (windowOf(config) === null) return null;
  if (/^qwen/.test(type) && field(config, "use_sliding_window") !== true) return null;
  if (field(config, "use_sliding_window") === false) return null;
  const every = count(config, "sliding_window_pattern", "_sliding_window_pattern") ?? patternOf(type);
  if (every) return (layer) => (layer + 1) % every === 0 ? "full" : "sliding";
  if (field(config, "use_sliding_window") === true) {
    const first = count(config, "max_window_layers") ?? 0;
    return (layer) => layer >= first ? "sliding" : "full";
  }
  return () => "sliding";
}

/** Layers without positions attend to everything; the others to their own chunk. */
function llama4Rule(config: ConfigRecord): Rule {
  const rotated = numbers(config, "no_rope_layers");
  const every = count(config, "no_rope_layer_interval") ?? 4;
  if (rotated) return (layer) => rotated[layer] === 0 ? "full" : "sliding";
  return (layer) => (layer + 1) % every === 0 ? "full" : "sliding";
}

/** Every how manieth layer is full where the configuration leaves it to the code. */
function patternOf(type: string): number | null {
  if (/^(?:gemma2|gpt_oss)$/.test(type)) return 2;
  if (/^gemma3(?:_text)?$/.test(type)) return 6;
  if (/^gemma3n|^cohere2$/.test(type)) return type === "cohere2" ? 4 : 5;
  return null;
}

/** Tokens that a sliding layer looks back at, or null. */
export function windowOf(config: ConfigRecord): number | null {
  return count(
    config,
    "sliding_window",
    "attention_chunk_size",
    "sliding_window_size",
    "window_size",
    "attention_window_size",
  );
}
