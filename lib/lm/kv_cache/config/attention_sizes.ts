/**
 * Heads and sizes of the attention layers, in the spellings of the model families.
 *
 * @module
 */
import {
  FULL_KV_HEADS,
  HEAD_LISTS,
  HEAD_SIZES,
  HIDDEN_SIZES,
  KV_HEADS,
  OTHER_HEADS,
  QUERY_HEADS,
  SLIDING_KV_HEADS,
} from "@/lib/lm/kv_cache/config/attention_names.ts";
import {
  alonePart,
  type ConfigReader,
  count,
  field,
  innerPart,
  isOn,
  numberAt,
  peek,
  settle,
  text,
} from "@/lib/lm/kv_cache/config/reader.ts";
import { layerFields } from "@/lib/lm/kv_cache/config/layer_fields.ts";
import { isRecord } from "@/lib/lm/kv_cache/config/record.ts";

/** What one attention layer's keys and values are made of. */
export interface AttentionSizes {
  readonly kvHeads: number;
  readonly keySize: number;
  readonly valueSize: number;
}

/** Query heads, where the configuration says them. */
export function queryHeads(config: ConfigReader, sliding = false): number | null {
  const own = sliding ? count(config, "num_swa_attention_heads", "swa_num_attention_heads") : null;
  if (!sliding) settle(config, "swa_num_attention_heads");
  for (const name of [...QUERY_HEADS, "num_attention_heads_per_layer"]) numberAt(config, name, 0);
  return own ?? count(config, ...QUERY_HEADS) ?? (isGemma3(config) ? 8 : null);
}

/** The sizes of one layer; null where the configuration lacks them. */
export function attentionSizes(whole: ConfigReader, layer: number, sliding: boolean): AttentionSizes | null {
  const config = partOf(whole, sliding), own = layerFields(whole, layer);
  const heads = queryHeads(config, sliding);
  const kvHeads = (own && count(own, ...KV_HEADS)) ?? layerKvHeads(config, layer) ??
    kindKvHeads(config, sliding) ?? allKvHeads(config, heads);
  const keySize = (own && count(own, ...HEAD_SIZES)) ?? headSize(config, layer, heads, sliding);
  if (kvHeads === null || keySize === null) return null;
  const valueSize = count(config, ...(sliding ? ["swa_v_head_dim"] : []));
  return { kvHeads, keySize, valueSize: valueSize ?? count(config, "v_head_dim") ?? keySize };
}

/** A list of heads that is shorter than the layers: its name, or null. */
export function shortHeadList(config: ConfigReader, layers: number): string | null {
  return HEAD_LISTS.find((name) => {
    const list = peek(config, name);
    return Array.isArray(list) && list.length > 0 && list.length < layers;
  }) ?? null;
}

/** A number of KV heads that is written as something else: its name, or null. */
export function badKvHeads(config: ConfigReader): string | null {
  return [...KV_HEADS, ...HEAD_LISTS].find((name) => {
    const value = peek(config, name) ?? 0;
    return !(Array.isArray(value) ? value : [value]).every((heads) => Number.isInteger(heads) && heads >= 0);
  }) ?? null;
}

/** Query heads that stand in for KV heads because nothing names any; null where something does. */
export function assumedHeads(config: ConfigReader): number | null {
  const named = [...KV_HEADS, ...HEAD_LISTS, ...SLIDING_KV_HEADS, ...FULL_KV_HEADS, ...OTHER_HEADS]
    .some((name) => (peek(config, name) ?? null) !== null);
  return named ? null : queryHeads(config);
}

/** The attention of one block of a searched model, `block_configs`; null where there is none. */
export function blockAttention(config: ConfigReader, layer: number): ConfigReader | null {
  const blocks = peek(config, "block_configs");
  const block: unknown = Array.isArray(blocks) ? blocks[layer] : null;
  if (!isRecord(block) || !isRecord(block["attention"])) return null;
  settle(config, "block_configs");
  return { scopes: [{ record: block["attention"], path: "", used: new Set(), parts: new Map() }] };
}

/** Sliding layers that a nested object describes (step3p5), or state-space models' own attention. */
function partOf(config: ConfigReader, sliding: boolean): ConfigReader {
  const other = alonePart(config, "attention_other_setting");
  const isOther = other && /sliding|swa/.test(text(other, "attention_type")) === sliding;
  return (isOther ? innerPart(config, "attention_other_setting") : null) ?? innerPart(config, "attn_cfg") ??
    config;
}

/** Heads that the configuration lists layer by layer: openelm, and the searched models of deci. */
function layerKvHeads(config: ConfigReader, layer: number): number | null {
  for (const name of HEAD_LISTS) {
    const heads = numberAt(config, name, layer);
    if (heads !== null) settle(config, "num_gqa_groups");
    if (heads !== null && Number.isInteger(heads) && heads >= 0 && heads < 2 ** 20) return heads;
  }
  const block = blockAttention(config, layer);
  if (!block) return null;
  if (isOn(block, "no_op") || isOn(block, "replace_with_linear")) return 0;
  const shared = count(block, "n_heads_in_group"), heads = queryHeads(config);
  if (shared && heads && heads % shared === 0) return heads / shared;
  return count(block, "num_key_value_heads");
}

/** Heads that full and sliding layers have each for themselves. */
function kindKvHeads(config: ConfigReader, sliding: boolean): number | null {
  if (!sliding && isGemma4(config) && !isOn(config, "attention_k_eq_v")) {
    settle(config, ...FULL_KV_HEADS);
    return null;
  }
  return count(config, ...(sliding ? SLIDING_KV_HEADS : FULL_KV_HEADS)) ?? twofoldKvHeads(config, sliding);
}

/** MiMo-V2-Flash's sliding layers have twice the heads of its full ones where nothing names theirs. */
function twofoldKvHeads(config: ConfigReader, sliding: boolean): number | null {
  const heads = sliding && text(config, "model_type") === "mimo_v2_flash" ? count(config, ...KV_HEADS) : null;
  return heads && 2 * heads;
}

function allKvHeads(config: ConfigReader, heads: number | null): number | null {
  const type = text(config, "model_type");
  if (/^(?:falcon|RefinedWeb|RefinedWebModel)$/.test(type)) return falconKvHeads(config, heads, type);
  const nested = alonePart(config, "attn_config");
  const isShared = isOn(config, "multi_query_attention");
  const isSplit = peek(config, "multi_query_attention") === false;
  const grouped = isSplit ? null : count(config, "multi_query_group_num") ?? (isShared ? 1 : null);
  for (const [off, groups] of SWITCHES) if (peek(config, off) === false) settle(config, groups);
  if (nested && peek(nested, "attn_type") === "grouped_query_attention") settle(nested, "attn_type");
  const named = grouped ?? ownKvHeads(config) ?? (nested && count(nested, "kv_n_heads"));
  if (named) return named;
  const isUsual = type === "gpt_bigcode" && peek(config, "multi_query") === undefined;
  if (
    isUsual || isOn(config, "multi_query") || (nested && text(nested, "attn_type") === "multiquery_attention")
  ) {
    return 1;
  }
  return isGemma3(config) ? 4 : heads;
}

/** Switches without which a number of groups means nothing. */
const SWITCHES = [
  ["multi_query_attention", "multi_query_group_num"],
  ["group_query_attention", "num_query_groups"],
] as const;

function ownKvHeads(config: ConfigReader): number | null {
  const isGrouped = field(config, "group_query_attention") !== false;
  return count(config, ...KV_HEADS.filter((name) => isGrouped || name !== "num_query_groups"));
}

/** Falcon shares one head unless its newer architecture names a number. */
function falconKvHeads(config: ConfigReader, heads: number | null, type: string): number | null {
  const isNew = isOn(config, "new_decoder_architecture") ||
    (type === "RefinedWeb" && count(config, "n_head_kv") !== null);
  const isShared = peek(config, "multi_query") !== false;
  settle(config, "multi_query", "num_kv_heads", "n_head_kv");
  if (isNew) return count(config, "num_kv_heads", "n_head_kv") ?? heads;
  return isShared ? 1 : heads;
}

function headSize(
  config: ConfigReader,
  layer: number,
  heads: number | null,
  sliding: boolean,
): number | null {
  const own = count(config, sliding ? "swa_head_dim" : "global_head_dim");
  const listed = numberAt(config, "head_dim", layer);
  const named = own ?? listed ?? count(config, ...HEAD_SIZES);
  const isZamba = /^zamba2?$/.test(text(config, "model_type"));
  if (isZamba) settle(config, "attention_hidden_size");
  if (named) return named;
  const hidden = count(config, ...HIDDEN_SIZES);
  const width = isZamba ? count(config, "attention_hidden_size") ?? (hidden && 2 * hidden) : hidden;
  if (!width || !heads) return null;
  const size = width / heads;
  return Number.isInteger(size) ? size : FLOORED.test(text(config, "model_type")) ? Math.floor(size) : null;
}

/** Families whose code rounds the width over the heads down. */
const FLOORED = /^glm4v?_moe(?:_text)?$/;

/** Gemma 4, where full layers have heads of their own only where their values are their keys. */
function isGemma4(config: ConfigReader): boolean {
  return /^gemma4(?:_unified)?(?:_text)?$/.test(text(config, "model_type"));
}

/** Gemma 3 with pictures leaves its text model's heads to the code's defaults. */
function isGemma3(config: ConfigReader): boolean {
  return text(config, "model_type") === "gemma3_text";
}
