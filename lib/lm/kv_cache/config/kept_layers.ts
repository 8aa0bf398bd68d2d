/**
 * What one planned layer keeps of a text.
 *
 * @module
 */
import { HIDDEN_SIZES, LAYER_NAMES } from "@/lib/lm/kv_cache/config/attention_names.ts";
import {
  type AttentionSizes,
  attentionSizes,
  blockAttention,
  queryHeads,
} from "@/lib/lm/kv_cache/config/attention_sizes.ts";
import type { AttentionLayers, CacheLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import {
  alonePart,
  type ConfigReader,
  count,
  isOn,
  numberAt,
  size,
  text,
} from "@/lib/lm/kv_cache/config/reader.ts";
import { hasLatentCache, latentLayers } from "@/lib/lm/kv_cache/config/latent_layers.ts";
import { settleReused, skipsAttention, withLayerFields } from "@/lib/lm/kv_cache/config/layer_fields.ts";
import type { PlannedLayer } from "@/lib/lm/kv_cache/config/layer_kinds.ts";
import { stateLayer } from "@/lib/lm/kv_cache/config/state_sizes.ts";
import { windowOf } from "@/lib/lm/kv_cache/config/windows.ts";

/** The most caches of one layer that are believed. */
const MAX_CACHES = 64;

/**
 * The caches of one layer; null where a size is missing.
 *
 * @param keeps Whether the layer has keys and values of its own.
 */
export function keptLayers(
  whole: ConfigReader,
  index: number,
  planned: PlannedLayer,
  keeps: boolean,
): readonly CacheLayers[] | null {
  const config = withLayerFields(whole, index);
  if (!keeps) settleReused(whole, index);
  const attends = planned.attention !== null && !skipsAttention(whole, index);
  const attention = attends && keeps ? attentionLayers(config, index, planned) : [];
  const state = planned.state && stateLayer(planned.state, config);
  if (attention === null || (planned.state && state === null)) return null;
  const kept = [...attention, ...(state ? [state] : [])];
  return kept.length === 0 ? [{ kind: "no_cache", count: 1 }] : kept;
}

function attentionLayers(
  config: ConfigReader,
  index: number,
  planned: PlannedLayer,
): readonly CacheLayers[] | null {
  if (hasLatentCache(config)) return times(latentLayers(config), passes(config));
  const block = blockAttention(config, index);
  const own = planned.window ?? (block && count(block, "window_length"));
  const sliding = planned.attention === "sliding" || own !== null;
  const sizes = attentionSizes(config, index, sliding);
  if (sizes === null) return null;
  if (sizes.kvHeads === 0) return [];
  const layer = sizedLayer(sizes, sliding ? own ?? windowOf(config) : null);
  return [
    ...times([layer], passes(config) * recurrentPasses(config, index)),
    ...loops(config, layer),
    ...convolved(config, layer),
    ...compressed(config, layer),
    ...sparseIndex(config, index),
  ];
}

function sizedLayer(sizes: AttentionSizes, window: number | null): AttentionLayers {
  const { kvHeads, keySize, valueSize } = sizes;
  const kind = window === null ? "full_attention" : "sliding_attention";
  return { kind, count: 1, kvHeads, keySize, valueSize, window };
}

/** How often a layer's attention stands in it, or is passed, each time with a cache of its own. */
function passes(config: ConfigReader): number {
  const steps = Math.min(count(config, "total_ut_steps") ?? 1, MAX_CACHES);
  return isTwoAttentions(text(config, "model_type")) ? 2 * steps : steps;
}

/** Dory's middle layers are passed several times, each time with a cache of its own unless one is kept for all. */
function recurrentPasses(config: ConfigReader, index: number): number {
  const loops = text(config, "model_type") === "dory" ? count(config, "n_recurrent_loops") ?? 2 : 1;
  if (loops === 1) return 1;
  const first = size(config, "n_input_layers") ?? 8, last = size(config, "n_output_layers") ?? 8;
  const all = count(config, ...LAYER_NAMES) ?? 0;
  const middle = count(config, "n_recurrent_layers") ?? all - first - last;
  const isKeptOnce = text(config, "recurrent_kv_cache_mode") === "last_loop";
  return index >= first && index < first + middle && !isKeptOnce ? Math.min(loops, MAX_CACHES) : 1;
}

/** Whether each layer of a model type has two attentions, each with a cache of its own. */
export function isTwoAttentions(type: string): boolean {
  return /^longcat_(?:flash|next)/.test(type);
}

/** Layers that are passed again with a window over the second pass (iquestloopcoder). */
function loops(config: ConfigReader, layer: AttentionLayers): readonly AttentionLayers[] {
  const isLooped = /^iquestloopcoder/.test(text(config, "model_type"));
  const number = Math.min(count(config, "loop_num") ?? (isLooped ? 2 : 1), MAX_CACHES);
  if (number < 2) return [];
  const window = count(config, "loop_window_size") ?? (isLooped ? 64 : null);
  return times([sizedLayer(layer, window)], number - 1);
}

/**
 * Short convolutions beside attention: of keys and values (baichuan_m1), or of these and of what goes into and out of
 * the attention (inkling).
 */
function convolved(
  config: ConfigReader,
  { kvHeads, keySize, valueSize }: AttentionLayers,
): readonly CacheLayers[] {
  const isInkling = text(config, "model_type").startsWith("inkling");
  const wide = count(config, "sconv_kernel_size", ...(isInkling ? ["conv_kernel_size"] : []));
  const around = wide === null ? 0 : 2 * (count(config, ...HIDDEN_SIZES) ?? 0);
  const last = (wide ?? count(config, "conv_window") ?? 1) - 1;
  const convolutionSize = last * (kvHeads * (keySize + valueSize) + around);
  return last > 0 ? [{ kind: "convolution", count: 1, stateSize: 0, convolutionSize }] : [];
}

/** ZAYA's convolutions of queries and keys, and half of each value that waits for the next token. */
function compressed(config: ConfigReader, { kvHeads, keySize, valueSize }: AttentionLayers): CacheLayers[] {
  const heads = text(config, "model_type") === "zaya" ? queryHeads(config) : null;
  if (heads === null) return [];
  const last = (count(config, "cca_time0") ?? 2) + (count(config, "cca_time1") ?? 2) - 2;
  const convolutionSize = last * (heads + kvHeads) * keySize + kvHeads * valueSize / 2;
  return [{ kind: "convolution", count: 1, stateSize: 0, convolutionSize }];
}

/** The keys of an index over the tokens, in the layers that have one (minimax_m3). */
function sparseIndex(config: ConfigReader, index: number): readonly CacheLayers[] {
  const part = alonePart(config, "sparse_attention_config");
  if (!part || !isOn(part, "use_sparse_attention")) return [];
  const keySize = count(part, "sparse_index_dim") ?? count(config, "index_head_dim");
  const isIndexed = numberAt(part, "sparse_attention_freq", index) === 1;
  return isIndexed && keySize ? [{ kind: "sparse_index", count: 1, keySize }] : [];
}

function times<T extends CacheLayers>(layers: readonly T[], number: number): readonly T[] {
  return layers.map((layer) => ({ ...layer, count: layer.count * number }));
}
