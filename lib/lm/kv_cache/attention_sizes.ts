/**
 * Heads and sizes of the attention layers, in the spellings of the model families.
 *
 * @module
 */
import type { CacheLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import {
  type ConfigRecord,
  count,
  field,
  isRecord,
  numbers,
  size,
  text,
} from "@/lib/lm/kv_cache/config_record.ts";

/** What one attention layer's keys and values are made of. */
export interface AttentionSizes {
  readonly queryHeads: number | null;
  readonly kvHeads: number;
  readonly keySize: number;
  readonly valueSize: number;
}

/** Query heads, where the configuration says them. */
export function queryHeads(config: ConfigRecord): number | null {
  const heads = count(config, "num_attention_heads", "n_head", "n_heads", "num_heads", "num_query_heads");
  return heads ?? (isGemma3(config) ? 8 : null);
}

/** The sizes of one layer; null where the configuration lacks them. */
export function attentionSizes(config: ConfigRecord, layer: number, sliding: boolean): AttentionSizes | null {
  const heads = queryHeads(config);
  const kvHeads = layerKvHeads(config, layer) ?? kindKvHeads(config, sliding) ?? allKvHeads(config, heads);
  const keySize = headSize(config, heads, sliding);
  if (kvHeads === null || keySize === null) return null;
  const valueSize = count(config, ...(sliding ? ["swa_v_head_dim"] : []), "v_head_dim") ?? keySize;
  return { queryHeads: heads, kvHeads, keySize, valueSize };
}

/** Whether the model keeps one compressed vector a token in place of keys and values. */
export function hasLatentCache(config: ConfigRecord): boolean {
  return count(config, "kv_lora_rank") !== null && size(config, "qk_rope_head_dim") !== null;
}

/** A layer of multi-head latent attention, and the index of sparse attention where the model has one. */
export function latentLayers(config: ConfigRecord): CacheLayers[] {
  const latent: CacheLayers = {
    kind: "latent_attention",
    count: 1,
    latentSize: count(config, "kv_lora_rank")!,
    ropeSize: size(config, "qk_rope_head_dim")!,
  };
  const index = count(config, "index_head_dim");
  return index ? [latent, { kind: "sparse_index", count: 1, keySize: index }] : [latent];
}

/** Heads that the configuration lists layer by layer: openelm, and the searched models of deci. */
function layerKvHeads(config: ConfigRecord, layer: number): number | null {
  for (const name of ["num_kv_heads", "num_key_value_heads", "num_key_value_heads_per_layer"]) {
    const heads = numbers(config, name)?.[layer];
    if (heads !== undefined && Number.isInteger(heads) && heads >= 0 && heads < 2 ** 20) return heads;
  }
  const blocks = field(config, "block_configs");
  const block: unknown = Array.isArray(blocks) ? blocks[layer] : null;
  if (!isRecord(block) || !isRecord(block["attention"])) return null;
  if (block["attention"]["no_op"] === true || block["attention"]["replace_with_linear"] === true) return 0;
  const shared = count(block["attention"], "n_heads_in_group");
  const heads = queryHeads(config);
  return shared && heads && heads % shared === 0 ? heads / shared : null;
}

/** Heads that full and sliding layers have each for themselves. */
function kindKvHeads(config: ConfigRecord, sliding: boolean): number | null {
  return count(config, sliding ? "swa_num_key_value_heads" : "num_global_key_value_heads");
}

function allKvHeads(config: ConfigRecord, heads: number | null): number | null {
  const type = text(config, "model_type");
  if (/^(?:falcon|RefinedWeb|RefinedWebModel)$/.test(type)) return falconKvHeads(config, heads);
  const named = count(config, "num_key_value_heads", "num_kv_heads", "n_head_kv", "n_kv_heads");
  if (named) return named;
  const grouped = field(config, "multi_query_attention") === true
    ? count(config, "multi_query_group_num")
    : null;
  const nested = field(config, "attn_config");
  const inner = isRecord(nested) ? count(nested, "kv_n_heads") : null;
  if (grouped ?? inner) return grouped ?? inner;
  if (field(config, "multi_query") === true) return 1;
  if (isGemma3(config)) return 4;
  return heads;
}

/** Falcon shares one head unless its newer architecture names a number. */
function falconKvHeads(config: ConfigRecord, heads: number | null): number | null {
  if (field(config, "new_decoder_architecture") === true) {
    return count(config, "num_kv_heads", "n_head_kv") ?? heads;
  }
  return field(config, "multi_query") === false ? heads : 1;
}

function headSize(config: ConfigRecord, heads: number | null, sliding: boolean): number | null {
  const own = count(config, sliding ? "swa_head_dim" : "global_head_dim");
  const named = own ??
    count(config, "head_dim", "attention_head_dim", "kv_channels", "head_size", "d_kv", "d_head");
  if (named) return named;
  if (isGemma3(config)) return 256;
  const hidden = count(config, "hidden_size", "n_embd", "n_embed", "d_model", "model_dim");
  return hidden && heads && Number.isInteger(hidden / heads) ? hidden / heads : null;
}

/** Gemma 3 with pictures leaves its text model's heads to the code's defaults. */
function isGemma3(config: ConfigRecord): boolean {
  return text(config, "model_type") === "gemma3_text";
}
