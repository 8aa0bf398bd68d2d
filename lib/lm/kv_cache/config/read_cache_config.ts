/**
 * From a model's `config.json` to the layers of its cache.
 *
 * @module
 */
import { cutEnd } from "@/lib/lm/graphemes.ts";
import { LAYER_NAMES } from "@/lib/lm/kv_cache/config/attention_names.ts";
import {
  assumedHeads,
  badKvHeads,
  queryHeads,
  shortHeadList,
} from "@/lib/lm/kv_cache/config/attention_sizes.ts";
import {
  type AttentionName,
  attentionName,
  type CacheLayers,
  type CacheModel,
  groupLayers,
} from "@/lib/lm/kv_cache/cache_layers.ts";
import { configNotes } from "@/lib/lm/kv_cache/config/notes.ts";
import {
  type ConfigReader,
  configReader,
  count,
  MAX_LAYERS,
  names,
  peek,
  settle,
} from "@/lib/lm/kv_cache/config/reader.ts";
import { isRecord } from "@/lib/lm/kv_cache/config/record.ts";
import { isTwoAttentions, keptLayers } from "@/lib/lm/kv_cache/config/kept_layers.ts";
import { lacksRope } from "@/lib/lm/kv_cache/config/latent_layers.ts";
import { planLayers } from "@/lib/lm/kv_cache/config/layer_plan.ts";
import type { PlannedLayer } from "@/lib/lm/kv_cache/config/layer_kinds.ts";
import { refusal } from "@/lib/lm/kv_cache/config/refused.ts";
import { sharedLayers } from "@/lib/lm/kv_cache/config/shared_layers.ts";
import { textPart } from "@/lib/lm/kv_cache/config/text_part.ts";
import { withClassDefaults } from "@/lib/lm/kv_cache/config/defaults/with_class_defaults.ts";
import { unreadKeys } from "@/lib/lm/kv_cache/config/unread_keys.ts";

/** A cache's layers, or why the configuration does not give them and what would. */
export type CacheConfigResult = { readonly model: CacheModel } | { readonly problem: string };

/** Names of the number of tokens that a model was made for. */
const CONTEXTS = [
  "max_position_embeddings",
  "n_positions",
  "max_sequence_length",
  "seq_length",
  "max_seq_len",
  "model_max_length",
  "max_context_length",
];

/**
 * Reads a `config.json`. Total: whatever is given, there is an answer.
 *
 * @param config The parsed JSON.
 */
export function readCacheConfig(config: unknown): CacheConfigResult {
  if (!isRecord(config)) {
    return { problem: "This is not a JSON object: paste a model's whole config.json, from { to }." };
  }
  const part = withClassDefaults(textPart(configReader(config)));
  const type = typeOf(part);
  const refused = refusal(part, type);
  if (refused !== null) return { problem: refused };
  const layers = layerCount(part, type);
  if (layers === null || layers > MAX_LAYERS) return { problem: layersProblem(part) };
  const contradiction = contradictionOf(part, layers);
  return contradiction === null ? readLayers(part, type, layers) : { problem: contradiction };
}

/** LongCat counts its layers, and under the usual name its attentions, of which each layer has two. */
function layerCount(config: ConfigReader, type: string): number | null {
  const own = isTwoAttentions(type) ? count(config, "num_layers") : null;
  if (own !== null && peek(config, "num_hidden_layers") === 2 * own) settle(config, "num_hidden_layers");
  return own ?? count(config, ...LAYER_NAMES) ?? listedLayers(config);
}

/** Lists with one name for each layer, never over and over: nemotron_h is saved with nothing else. */
function listedLayers(config: ConfigReader): number | null {
  const list = names(config, "layers_block_type") ?? names(config, "layer_types");
  return list && list.length;
}

/** Why sizes that are there cannot be used. */
function contradictionOf(config: ConfigReader, layers: number): string | null {
  const short = shortHeadList(config, layers), bad = badKvHeads(config);
  if (short !== null) return `${short} lists fewer layers than there are: ${layers}.`;
  if (bad !== null) return `${bad} is neither a whole number nor a list of them.`;
  return lacksRope(config) ? "There is a latent (kv_lora_rank) and no qk_rope_head_dim beside it." : null;
}

function typeOf(config: ConfigReader): string {
  const type = peek(config, "model_type");
  return typeof type === "string" ? type : "";
}

function readLayers(config: ConfigReader, type: string, layers: number): CacheConfigResult {
  const planned = planLayers(config, layers);
  if ("unknown" in planned) {
    const name = cutEnd(planned.unknown, 40);
    return { problem: `The layer type "${name}" is not known here: give the layers as numbers instead.` };
  }
  const { plan } = planned, shared = sharedLayers(config, layers);
  const read: CacheLayers[] = [];
  for (const [index, kind] of plan.entries()) {
    const made = keptLayers(config, index, kind, !shared.reusing.has(index) && !shared.crossing.has(index));
    if (made === null) return { problem: missing(config, kind) };
    read.push(...made);
  }
  const grouped = groupLayers(read);
  const notes = configNotes({
    config,
    type,
    plan,
    shared,
    layers: grouped,
    assumedHeads: assumedHeads(config),
  });
  return { model: described(config, plan, grouped, notes) };
}

function described(
  config: ConfigReader,
  plan: readonly PlannedLayer[],
  layers: readonly CacheLayers[],
  notes: readonly string[],
): CacheModel {
  const attention = nameOf(config, layers);
  if (plan.every(({ attention }) => attention === null)) settle(config, ...ATTENTION_ONLY);
  const unread = unreadKeys(config).map((key) => `not read: ${key}`);
  return { attention, layers, contextLength: count(config, ...CONTEXTS), notes: [...notes, ...unread] };
}

/** Keys that mean nothing to a model without attention. */
const ATTENTION_ONLY = ["num_attention_heads", "num_key_value_heads", "num_heads", "head_dim", "attn_mode"];

function nameOf(config: ConfigReader, layers: readonly CacheLayers[]): AttentionName {
  for (const layer of layers) {
    if (layer.kind === "latent_attention") return "multi-head latent attention";
    if ("kvHeads" in layer) return attentionName(queryHeads(config), layer.kvHeads);
  }
  return "no attention";
}

/** Whose sizes are missing: the part's that was read, where the file has parts. */
function layersProblem(config: ConfigReader): string {
  const part = config.scopes[0]!.path.replace(/\.$/, "");
  if (part !== "" && LAYER_NAMES.every((name) => peek(config, name) === undefined)) {
    return `${part} names no sizes (no ${
      LAYER_NAMES[0]
    }): they are left to the text model it was made from. Paste ` +
      "that model's config.json.";
  }
  return `The number of layers is missing or no whole number up to 4,096: ${LAYER_NAMES[0]}.`;
}

function missing(config: ConfigReader, { attention, state }: PlannedLayer): string {
  if (attention === null) {
    return `The sizes of the ${state} layers' states are missing from the configuration.`;
  }
  const heads = queryHeads(config) === null
    ? "num_attention_heads"
    : "head_dim, or a hidden_size that the heads divide";
  const what = state === null ? "" : `, or the sizes of the ${state} states beside it`;
  return `The configuration does not say how large a key is: it lacks ${heads}${what}.`;
}
