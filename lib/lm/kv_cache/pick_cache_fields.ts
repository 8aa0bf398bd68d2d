import { type ConfigRecord, isRecord } from "@/lib/lm/kv_cache/config_record.ts";

/** Fields that decide a cache or the number of parameters, in any family's spelling. */
const FIELDS = new Set(
  `model_type is_encoder_decoder text_config llm_config language_config thinker_config attn_config attention
num_hidden_layers n_layer n_layers num_layers num_transformer_layers
num_attention_heads n_head n_heads num_heads num_query_heads num_key_value_heads num_kv_heads n_head_kv n_kv_heads kv_n_heads
num_key_value_heads_per_layer num_global_key_value_heads swa_num_key_value_heads multi_query multi_query_attention
multi_query_group_num new_decoder_architecture block_configs n_heads_in_group no_op replace_with_linear
head_dim attention_head_dim kv_channels head_size d_kv d_head global_head_dim swa_head_dim v_head_dim swa_v_head_dim
hidden_size n_embd n_embed d_model model_dim kv_lora_rank qk_rope_head_dim index_head_dim attention_k_eq_v
layer_types layers_block_type block_types _block_types attention_layers attn_type_list hybrid_override_pattern
sliding_window attention_chunk_size sliding_window_size window_size attention_window_size sliding_window_pattern
_sliding_window_pattern use_sliding_window max_window_layers no_rope_layers no_rope_layer_interval num_kv_shared_layers
full_attn_idxs attn_layer_indices attn_layer_period attn_layer_offset full_attention_interval linear_attn_config
full_attn_layers short_conv_kernel_size linear_num_key_heads linear_num_value_heads linear_key_head_dim
linear_value_head_dim linear_conv_kernel_dim mamba_n_heads mamba_num_heads n_mamba_heads mamba_d_head mamba_head_dim
mamba_headdim mamba_d_state ssm_state_size state_size d_state mamba_n_groups mamba_ngroups n_groups mamba_d_conv
conv_kernel d_conv mamba_expand expand intermediate_size conv_dim conv_L_cache lru_width attention_hidden_size
conv1d_width max_position_embeddings n_positions max_sequence_length seq_length max_seq_len model_max_length
max_context_length vocab_size tie_word_embeddings attention_bias n_inner`.split(/\s+/),
);

/** A configuration with only the fields that decide its cache and its size: short enough for a link. */
export function pickCacheFields(config: ConfigRecord): ConfigRecord {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([name]) => FIELDS.has(name))
      .map(([name, value]) => [name, isRecord(value) ? pickCacheFields(value) : pickList(value)]),
  );
}

function pickList(value: unknown): unknown {
  return Array.isArray(value) ? value.map((each) => isRecord(each) ? pickCacheFields(each) : each) : value;
}
