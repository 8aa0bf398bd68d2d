/**
 * The names that model families have for layers, heads and sizes.
 *
 * @module
 */

/** Names of the number of layers. */
export const LAYER_NAMES = [
  "num_hidden_layers",
  "n_layer",
  "n_layers",
  "num_layers",
  "num_transformer_layers",
  "num_decoder_layers",
  "num_blocks",
  "block_count",
  "layers",
];

/** Names of the number of query heads. */
export const QUERY_HEADS = [
  "num_attention_heads",
  "n_head",
  "n_heads",
  "num_heads",
  "num_query_heads",
  "attention_heads",
  "n_attention_heads",
  "attention_head_count",
];

/** Names of the number of heads with keys and values of their own. */
export const KV_HEADS = [
  "num_key_value_heads",
  "num_kv_heads",
  "n_head_kv",
  "n_kv_heads",
  "n_kv_head",
  "kv_heads",
  "num_attention_groups",
  "num_query_groups",
  "n_query_groups",
  "num_kv_groups",
  "num_heads_kv",
  "kv_num_heads",
  "num_attention_kv_heads",
  "num_kv_attention_heads",
  "attention_head_count_kv",
];

/** The same of sliding layers alone. */
export const SLIDING_KV_HEADS = [
  "swa_num_key_value_heads",
  "num_swa_key_value_heads",
  "sliding_num_key_value_heads",
  "local_num_key_value_heads",
];

/** The same of layers that attend to everything alone. */
export const FULL_KV_HEADS = ["num_global_key_value_heads", "global_num_key_value_heads"];

/** Names of the elements of a head's key. */
export const HEAD_SIZES = [
  "hidden_size_per_head",
  "head_dim",
  "true_head_dim",
  "attention_head_dim",
  "kv_channels",
  "head_size",
  "attention_head_size",
  "d_kv",
  "d_head",
  "dim_head",
];

/** Names of the width of a token's vector. */
export const HIDDEN_SIZES = [
  "hidden_size",
  "n_embd",
  "n_embed",
  "d_model",
  "model_dim",
  "dim",
  "hidden_dim",
  "embed_dim",
  "embedding_dim",
  "embedding_length",
];

/** Lists of heads, a number for each layer. */
export const HEAD_LISTS = [
  "num_kv_heads",
  "num_key_value_heads",
  "num_key_value_heads_per_layer",
  "n_kv_heads",
];

/** Further keys that say how many heads keep something. */
export const OTHER_HEADS = [
  "multi_query_group_num",
  "attn_config",
  "attn_cfg",
  "multi_query",
  "multi_query_attention",
  "kv_lora_rank",
  "block_configs",
];
