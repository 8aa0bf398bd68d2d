/**
 * The keys by which a configuration tells its layers apart, whatever its family.
 *
 * @module
 */
import {
  type ConfigReader,
  count,
  MAX_LAYERS,
  names,
  numbers,
  peek,
  withoutAround,
} from "@/lib/lm/kv_cache/config/reader.ts";
import { atOffset, cycled, decoded, lastOfEach, listed } from "@/lib/lm/kv_cache/config/layer_cycles.ts";
import { FULL_LAYER, type LayerPlan, planOf } from "@/lib/lm/kv_cache/config/layer_kinds.ts";

/** One key, others that go with it, and what they say of the layers; null where the file has no such key. */
export interface LayerTeller {
  readonly keys: readonly string[];
  readonly tell: (config: ConfigReader, layers: number) => LayerPlan | null;
}

/** Lists with a name for each layer: nothing says more, whatever the family. */
export const NAME_LISTS: readonly LayerTeller[] = [
  "layer_types",
  "layers_block_type",
  "block_types",
  "_block_types",
  "attention_layers",
  "mixer_types",
].map((key) => ({
  keys: [key],
  tell: (config, layers) => told(names(config, key), (list) => cycled(layers, list)),
}));

/** Lists with a number for each layer. */
const CODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  attn_type_list: { 0: "linear", 1: "full" },
  hybrid_layer_pattern: { 0: "full", 1: "sliding" },
  sliding_window_layout: { 0: "full", 1: "sliding" },
};

/** Text with a letter for each layer. */
const LETTERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  hybrid_override_pattern: { "M": "mamba", "*": "full", "-": "none", "E": "none" },
  sliding_window_pattern: { "L": "sliding", "G": "full" },
};

/** Lists of layers' numbers: what the listed ones are, and what the others. */
const LISTED: Readonly<Record<string, readonly [one: string, rest: string]>> = {
  full_attn_idxs: ["full", "convolution"],
  attn_layer_indices: ["full", "mamba"],
  attn_layer_idx: ["full", "mamba"],
  hybrid_layer_ids: ["hybrid", "mamba"],
  global_attn_idx: ["full", "sliding"],
  sliding_window_layers: ["sliding", "full"],
  local_layer_ids: ["sliding", "full"],
};

/** Numbers of which each group's last layer is another than the rest. */
const INTERVALS: Readonly<Record<string, readonly [last: string, rest: string]>> = {
  full_attention_interval: ["full", "linear"],
  layer_group_size: ["full", "linear"],
  sliding_window_pattern: ["full", "sliding"],
  _sliding_window_pattern: ["full", "sliding"],
  global_attn_every_n_layers: ["full", "sliding"],
  layer_switch: ["full", "sliding"],
};

/** All other keys, the most exact first. */
export const LAYER_TELLERS: readonly LayerTeller[] = [
  ...Object.entries(CODES).map(([key, meanings]): LayerTeller => ({
    keys: [key],
    tell: (config, layers) => told(numbers(config, key), (list) => decoded(layers, list, meanings)),
  })),
  ...Object.entries(LETTERS).map(([key, meanings]): LayerTeller => ({
    keys: [key],
    tell: (config, layers) => told(letters(config, key), (list) => decoded(layers, list, meanings)),
  })),
  ...Object.entries(LISTED).map(([key, [one, rest]]): LayerTeller => ({
    keys: [key],
    tell: (config, layers) => told(numbers(config, key), (list) => listed(layers, list, one, rest)),
  })),
  {
    keys: ["attention_types"],
    tell: (config, layers) => repeatedTypes(peek(config, "attention_types"), layers),
  },
  {
    keys: ["sliding_window"],
    tell: (config, layers) => ownWindows(peek(withoutAround(config), "sliding_window"), layers),
  },
  { keys: ["attn_layer_period", "attn_layer_offset"], tell: periodic },
  ...Object.entries(INTERVALS).map(([key, [last, rest]]): LayerTeller => ({
    keys: [key],
    tell: (config, layers) => told(count(config, key), (every) => lastOfEach(layers, every, last, rest)),
  })),
];

function told<T>(value: T | null, name: (value: T) => readonly string[]): LayerPlan | null {
  return value === null ? null : planOf(name(value));
}

function letters(config: ConfigReader, key: string): readonly string[] | null {
  const value = peek(config, key);
  if (typeof value !== "string" || value === "" || value.length > MAX_LAYERS) return null;
  return [...value];
}

/** Jamba's attention: one layer of each period. */
function periodic(config: ConfigReader, layers: number): LayerPlan | null {
  const offset = count(config, "attn_layer_offset") ?? 0;
  const every = count(config, "attn_layer_period");
  return told(every, (period) => atOffset(layers, period, offset, "full", "mamba"));
}

/** gpt_neo's `[[["global", "local"], 12]]`. */
function repeatedTypes(value: unknown, layers: number): LayerPlan | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const kinds: string[] = [];
  for (const entry of value) {
    const [cycle, times]: unknown[] = Array.isArray(entry) ? entry : [];
    if (!Array.isArray(cycle) || !cycle.every((name) => typeof name === "string")) return null;
    if (typeof times !== "number" || !(times > 0 && times <= MAX_LAYERS)) return null;
    if (kinds.length < layers) kinds.push(...cycled(Math.min(layers, cycle.length * times), cycle));
  }
  return kinds.length === 0 ? null : planOf(cycled(layers, kinds));
}

/** A list of windows, null where a layer attends to everything. */
function ownWindows(value: unknown, layers: number): LayerPlan | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_LAYERS) return null;
  if (!value.every((each) => each === null || (Number.isInteger(each) && each > 0))) return null;
  const cycle = value.map((window: number | null) =>
    window === null ? FULL_LAYER : { ...FULL_LAYER, attention: "sliding" as const, window }
  );
  return { plan: Array.from({ length: layers }, (_, layer) => cycle[layer % cycle.length]!) };
}
