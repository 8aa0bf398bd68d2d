/**
 * From a model's `config.json` to the layers of its cache.
 *
 * @module
 */
import {
  type AttentionName,
  attentionName,
  type CacheLayers,
  type CacheModel,
  groupLayers,
} from "@/lib/lm/kv_cache/cache_layers.ts";
import {
  attentionSizes,
  hasLatentCache,
  latentLayers,
  queryHeads,
} from "@/lib/lm/kv_cache/attention_sizes.ts";
import {
  type ConfigRecord,
  count,
  field,
  isRecord,
  LAYER_NAMES,
  layerCount,
  text,
  textPart,
} from "@/lib/lm/kv_cache/config_record.ts";
import { planLayers, type PlannedLayer, windowOf } from "@/lib/lm/kv_cache/layer_plan.ts";
import { stateLayer } from "@/lib/lm/kv_cache/state_sizes.ts";

/** A cache's layers, or why the configuration does not give them and what would. */
export type CacheConfigResult = { readonly model: CacheModel } | { readonly problem: string };

const OTHER_TYPES =
  /^(?:bert|distilbert|roberta|xlm-roberta|electra|albert|mpnet|deberta|modernbert|vit|clip)/;
const ENCODER_DECODERS = /^(?:t5|mt5|umt5|bart|mbart|pegasus|whisper|marian|m2m_100)$/;

/** Architectures whose caches follow no rule that this reader knows. */
const UNKNOWN_CACHES = /^(?:deepseek_v4|deepseek4)/;

/**
 * Reads a `config.json`. Total: whatever is given, there is an answer.
 *
 * @param config The parsed JSON.
 */
export function readCacheConfig(config: unknown): CacheConfigResult {
  if (!isRecord(config)) {
    return { problem: "This is not a JSON object: paste a model's whole config.json, from { to }." };
  }
  const part = textPart(config);
  const type = text(part, "model_type");
  if (OTHER_TYPES.test(type)) {
    return { problem: `A model of type ${type} reads a text at once and keeps no cache between tokens.` };
  }
  if (ENCODER_DECODERS.test(type) || field(part, "is_encoder_decoder") === true) {
    return { problem: "This model encodes a text and decodes another: only decoder-only models are read." };
  }
  if (UNKNOWN_CACHES.test(type)) {
    return { problem: `The cache of a model of type ${type} is not known here.` };
  }
  const layers = layerCount(part);
  if (layers === null) {
    return { problem: `The number of layers is missing or no whole number up to 4,096: ${LAYER_NAMES[0]}.` };
  }
  return readLayers(part, layers);
}

function readLayers(config: ConfigRecord, layers: number): CacheConfigResult {
  const planned = planLayers(config, layers);
  if ("unknown" in planned) {
    const name = planned.unknown.slice(0, 40);
    return { problem: `The layer type "${name}" is not known here: give the layers as numbers instead.` };
  }
  const own = layers - Math.min(count(config, "num_kv_shared_layers") ?? 0, layers);
  const read: CacheLayers[] = [];
  for (const [index, kind] of planned.plan.entries()) {
    const made = index < own ? makeLayer(config, index, kind) : [{ kind: "no_cache", count: 1 } as const];
    if (made === null) return { problem: missing(config, kind) };
    read.push(...made);
  }
  return { model: describe(config, groupLayers(read), own < layers) };
}

/** What one layer keeps; null where a size is missing. */
function makeLayer(config: ConfigRecord, index: number, kind: PlannedLayer): readonly CacheLayers[] | null {
  if (kind === "none") return [{ kind: "no_cache", count: 1 }];
  if (kind === "full" || kind === "sliding") return attentionLayer(config, index, kind);
  const state = stateLayer(kind, config);
  if (state === null) return null;
  if (kind !== "both") return [state];
  const attention = attentionLayer(config, index, "full");
  return attention && [...attention, state];
}

function attentionLayer(
  config: ConfigRecord,
  index: number,
  kind: "full" | "sliding",
): readonly CacheLayers[] | null {
  if (hasLatentCache(config)) return latentLayers(config);
  const sizes = attentionSizes(config, index, kind === "sliding");
  if (sizes === null) return null;
  const { kvHeads, keySize, valueSize } = sizes;
  if (kvHeads === 0) return [{ kind: "no_cache", count: 1 }];
  const window = kind === "sliding" ? windowOf(config) : null;
  return window === null
    ? [{ kind: "full_attention", count: 1, kvHeads, keySize, valueSize, window }]
    : [{ kind: "sliding_attention", count: 1, kvHeads, keySize, valueSize, window }];
}

function missing(config: ConfigRecord, kind: PlannedLayer): string {
  if (kind !== "full" && kind !== "sliding") {
    return `The sizes of the ${
      kind === "both" ? "mamba" : kind
    } layers' states are missing from the configuration.`;
  }
  const heads = queryHeads(config) === null
    ? "num_attention_heads"
    : "head_dim, or a hidden_size that the heads divide";
  return `The configuration does not say how large a key is: it lacks ${heads}.`;
}

function describe(config: ConfigRecord, layers: readonly CacheLayers[], shares: boolean): CacheModel {
  const notes: string[] = [];
  if (shares) {
    notes.push("The last layers use the keys and values of earlier ones and keep none of their own.");
  }
  if (layers.some(({ kind }) => kind === "sparse_index")) notes.push(INDEX_NOTE);
  if (layers.some(({ kind }) => kind === "sliding_attention")) notes.push(WINDOW_NOTE);
  if (field(config, "attention_k_eq_v") === true) notes.push(EQUAL_NOTE);
  const contextLength = count(
    config,
    "max_position_embeddings",
    "n_positions",
    "max_sequence_length",
    "seq_length",
    "max_seq_len",
    "model_max_length",
    "max_context_length",
  );
  return { attention: nameOf(config, layers), layers, contextLength, notes };
}

function nameOf(config: ConfigRecord, layers: readonly CacheLayers[]): AttentionName {
  for (const layer of layers) {
    if (layer.kind === "latent_attention") return "multi-head latent attention";
    if ("kvHeads" in layer) return attentionName(queryHeads(config), layer.kvHeads);
  }
  return "no attention";
}

const INDEX_NOTE =
  "Sparse attention chooses its tokens by an index of its own. The upper bound counts it in the keys' type; engines " +
  "often keep it in fp8.";
const WINDOW_NOTE =
  "Sliding layers need the last tokens only (llama.cpp keeps about those); an engine that hands out pages for the " +
  "whole length (vLLM's way in hybrid models) keeps all: the two bounds.";
const EQUAL_NOTE =
  "Full layers take their values from the same projection as their keys; both are counted, as engines keep both.";
