/**
 * Fields that a configuration gives single layers: there they stand for its own of the same name.
 *
 * @module
 * @see https://github.com/huggingface/transformers/blob/main/src/transformers/integrations/heterogeneity/configuration_utils.py
 */
import { HEAD_SIZES, KV_HEADS, QUERY_HEADS } from "@/lib/lm/kv_cache/config/attention_names.ts";
import {
  alonePart,
  type ConfigReader,
  listedPart,
  names,
  peek,
  settle,
  withoutAround,
} from "@/lib/lm/kv_cache/config/reader.ts";
import { isRecord } from "@/lib/lm/kv_cache/config/record.ts";

/** Digits that the number of a layer may be written in, with zeros before it. */
const DIGITS = [1, 2, 3, 4];

/** Parts of a layer that keep nothing of a text. */
const KEEPS_NOTHING = /mlp|moe|ffn|feed_?forward|expert|norm/;

/** The fields of one layer by themselves; null where it has none of its own. */
export function layerFields(whole: ConfigReader, layer: number): ConfigReader | null {
  const config = withoutAround(whole);
  const named = alonePart(config, "per_layer_config");
  for (const digits of named ? DIGITS : []) {
    const fields = alonePart(named!, `${layer}`.padStart(digits, "0"));
    if (fields) return fields;
  }
  return hasBlockAttention(config, layer) ? null : listedPart(config, "block_configs", layer);
}

/** The configuration with the fields of one layer before its own. */
export function withLayerFields(config: ConfigReader, layer: number): ConfigReader {
  const fields = layerFields(config, layer);
  return fields ? { scopes: [...fields.scopes, ...config.scopes] } : config;
}

/** Whether the configuration leaves out the attention of a layer. A part of another name stays, and is named. */
export function skipsAttention(config: ConfigReader, layer: number): boolean {
  const fields = layerFields(config, layer);
  const skipped = fields && peek(fields, "skip");
  if (!fields || !Array.isArray(skipped)) return false;
  const attention = skipped.filter((part) => /att/.test(String(part)));
  const isKnown = skipped.every((part) => attention.includes(part) || KEEPS_NOTHING.test(String(part)));
  if (isKnown) names(fields, "skip");
  return attention.length > 0;
}

/** Sizes of keys and values that a layer takes from another one are that one's, and say nothing more. */
export function settleReused(config: ConfigReader, layer: number): void {
  const fields = layerFields(config, layer);
  if (fields) settle(fields, ...HEAD_SIZES, ...KV_HEADS, ...QUERY_HEADS, "sliding_window");
}

/** The blocks of searched models have an object of their own for attention, which other rules read. */
function hasBlockAttention(config: ConfigReader, layer: number): boolean {
  const blocks = peek(config, "block_configs");
  const block: unknown = Array.isArray(blocks) ? blocks[layer] : null;
  return isRecord(block) && isRecord(block["attention"]);
}
