/**
 * Families whose layers are told apart in their code, with the configuration's numbers or without.
 *
 * @module
 */
import {
  alonePart,
  type ConfigReader,
  count,
  field,
  numbers,
  peek,
  settle,
} from "@/lib/lm/kv_cache/config/reader.ts";
import { atOffset, cycled, decoded, eachLayer, lastOfEach } from "@/lib/lm/kv_cache/config/layer_cycles.ts";

type Rule = (config: ConfigReader, layers: number) => readonly string[] | null;

const all = (kind: string): Rule => (_, layers) => eachLayer(layers, () => kind);

/** Full attention in the last of each few layers, as a key says or by the number that the code has. */
const fullLast = (every: number, rest: string, ...keys: readonly string[]): Rule => (config, layers) =>
  lastOfEach(layers, count(config, ...keys) ?? every, "full", rest);

const WINDOW_PATTERN = ["sliding_window_pattern", "_sliding_window_pattern"] as const;

/** What the layers of a model type are where no list in the configuration names each. */
const FAMILIES: readonly (readonly [types: RegExp, rule: Rule])[] = [
  [/^(?:mamba|mamba2|falcon_mamba|codestral_mamba)$/, all("mamba")],
  [/^(?:rwkv\d*|xlstm)$/, all("recurrent")],
  [/^falcon_h1$/, all("hybrid")],
  [/^(?:gemma2|gpt_oss|vaultgemma)$/, fullLast(2, "sliding", ...WINDOW_PATTERN)],
  [/^(?:gemma3(?:_text)?|gemma4(?:_unified)?(?:_text)?)$/, fullLast(6, "sliding", ...WINDOW_PATTERN)],
  [/^gemma3n(?:_text)?$/, fullLast(5, "sliding", ...WINDOW_PATTERN)],
  [/^cohere2$/, cohere2],
  [/^olmo3$/, fullLast(4, "sliding", ...WINDOW_PATTERN)],
  [/^plamo3$/, fullLast(8, "sliding", ...WINDOW_PATTERN)],
  [/^dory$/, fullLast(4, "sliding")],
  [/^afmoe$/, fullLast(4, "sliding", "global_attn_every_n_layers")],
  [/^qwen3_(?:next|5)|^olmo_hybrid$/, fullLast(4, "linear", "full_attention_interval")],
  [/^llama4(?:_text)?$/, llama4],
  [/^modernbert-decoder$/, globalFirst],
  [/^cwm$/, (_, layers) => atOffset(layers, 4, 0, "full", "sliding")],
  [/^smallthinker$/, (config, layers) => cycled(layers, windowed(config) ? SMALLTHINKER : ["full"])],
  [/^(?:bailing_moe_linear|bailing_hybrid|bailing_moe_v2_5)$/, bailing],
  [/^mimo_v2_flash$/, mimo],
  [/^phi4flash$/, decoderDecoder],
  [/^plamo2$/, plamo2],
  [/^zamba$/, zamba],
  [/^hymba$/, hymba],
];

/** Which kind each layer is of by its family's code; null where that says nothing. */
export function familyLayers(config: ConfigReader, type: string, layers: number): readonly string[] | null {
  return FAMILIES.find(([types]) => types.test(type))?.[1](config, layers) ?? null;
}

const SMALLTHINKER = ["full", "sliding", "sliding", "sliding"];

function windowed(config: ConfigReader): boolean {
  return count(config, "sliding_window_size", "sliding_window") !== null;
}

/** Layers without positions attend to everything; the others to their own chunk. */
function llama4(config: ConfigReader, layers: number): readonly string[] {
  const rotated = numbers(config, "no_rope_layers");
  const every = count(config, "no_rope_layer_interval") ?? 4;
  return rotated
    ? decoded(layers, rotated, { 0: "full", 1: "sliding" })
    : lastOfEach(layers, every, "full", "sliding");
}

/** Which of each group comes last is said in words, too; another order would be named as not read. */
function cohere2(config: ConfigReader, layers: number): readonly string[] | null {
  const order = "order_of_interleaved_layers";
  if (peek(config, order) === "local_attn_first") settle(config, order);
  return fullLast(4, "sliding", ...WINDOW_PATTERN, "layer_switch")(config, layers);
}

function globalFirst(config: ConfigReader, layers: number): readonly string[] {
  return atOffset(layers, count(config, "global_attn_every_n_layers") ?? 3, 0, "full", "sliding");
}

/** The first layer and each sixth, where no pattern names them. */
function mimo(config: ConfigReader, layers: number): readonly string[] | null {
  if (peek(config, "hybrid_layer_pattern") !== undefined) return null;
  return eachLayer(layers, (layer) => layer === 0 || (layer + 1) % 6 === 0 ? "full" : "sliding");
}

/** The last layer of each group, and what is left over after the last whole group. */
function bailing(config: ConfigReader, layers: number): readonly string[] {
  const group = count(config, "layer_group_size");
  if (group === null) return eachLayer(layers, () => "full");
  const whole = Math.floor(layers / group) * group;
  return eachLayer(layers, (layer) => (layer + 1) % group === 0 || layer >= whole ? "full" : "linear");
}

/** The first half has states and windows, then one layer of each remembers for all that follow. */
function decoderDecoder(config: ConfigReader, layers: number): readonly string[] {
  const every = count(config, "mb_per_layer") ?? 2;
  const half = Math.floor(layers / 2);
  return eachLayer(layers, (layer) => {
    if (layer > half + 1) return "none";
    if (layer === half + 1) return "full";
    return layer === half || layer % every === 0 ? "mamba" : "sliding";
  });
}

/** One attention layer a step, with a window where it is not of the listed ones. */
function plamo2(config: ConfigReader, layers: number): readonly string[] {
  const step = count(config, "mamba_step") ?? 2, middle = Math.floor(step / 2);
  const full = numbers(config, "full_attention_idx") ?? [];
  const isWindowed = count(config, "attention_window_size") !== null;
  const hasStates = field(config, "mamba_enabled") !== false;
  return eachLayer(layers, (layer) => {
    const attends = layers <= middle ? layer === layers - 1 : layer % step === middle;
    if (hasStates && !attends) return "mamba";
    return isWindowed && !full.includes(layer) ? "sliding" : "full";
  });
}

function zamba(config: ConfigReader, layers: number): readonly string[] {
  const every = count(config, "attn_layer_period") ?? 6, offset = count(config, "attn_layer_offset") ?? 4;
  const rest = atOffset(Math.max(0, layers - 3), every, offset, "hybrid", "mamba");
  return ["mamba", "mamba", "hybrid", ...rest].slice(0, layers);
}

/** Every layer has a state; a few of them attend to everything. */
function hymba(config: ConfigReader, layers: number): readonly string[] {
  settle(config, "layer_type", "num_mamba");
  const global = numbers(config, "global_attn_idx");
  return eachLayer(layers, (layer) => !global || global.includes(layer) ? "hybrid" : "hybrid_window");
}

/** Delta attention in all layers but a few, which are numbered from 1; null where there is none. */
export function deltaLayers(config: ConfigReader, layers: number): readonly string[] | null {
  const part = alonePart(config, "linear_attn_config");
  if (!part) return null;
  const delta = numbers(part, "kda_layers"), full = numbers(part, "full_attn_layers");
  if (full) return eachLayer(layers, (layer) => full.includes(layer + 1) ? "full" : "linear");
  return delta && eachLayer(layers, (layer) => delta.includes(layer + 1) ? "linear" : "full");
}
