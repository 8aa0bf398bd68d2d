import { type ConfigRecord, isRecord } from "@/lib/lm/kv_cache/config/record.ts";
import { isOtherPart, isQuantization, mayMatter } from "@/lib/lm/kv_cache/config/harmless_keys.ts";

/** Fields that decide a cache or the number of parameters though their names do not speak of it. */
const FIELDS = new Set(
  `model_type dtype torch_dtype is_encoder_decoder text_config llm_config language_config thinker_config
language_model_config encoder decoder attention no_op replace_with_linear hidden_size hidden_size_per_head n_embd
n_embed d_model model_dim hidden_dim dim embed_dim embedding_dim embedding_length use_mla use_cla multi_query
new_decoder_architecture index_head_dim no_rope_layers no_rope_layer_interval full_attn_idxs hybrid_override_pattern
qk_rope_head_dim attention_qk_rope_dim q_lora_rank d_state expand d_conv ngroups headdim n_groups conv_kernel
conv1d_width lru_width linear_conv_kernel_dim short_conv_kernel_size intermediate_size d_inner qk_dim_factor v_dim_factor
num_blocks block_count block_types _block_types use_sliding_window mamba_enabled mamba_d_head mb_per_layer conv_dim
loop_num total_ut_steps cca_time0 cca_time1 max_position_embeddings n_positions max_sequence_length seq_length max_seq_len
model_max_length max_context_length vocab_size tie_word_embeddings attention_bias n_inner`.split(/\s+/),
);

/** A configuration with only the fields that decide its cache and its size: short enough for a link. */
export function pickCacheFields(config: ConfigRecord): ConfigRecord {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([name, value]) => isPicked(name, value))
      .map(([name, value]) => [name, isRecord(value) ? pickCacheFields(value) : pickList(value)]),
  );
}

/** Objects are walked into, those of other parts of a model aside. */
function isPicked(name: string, value: unknown): boolean {
  if (FIELDS.has(name)) return true;
  return isRecord(value) ? isQuantization(name) || !isOtherPart(name) : mayMatter(name);
}

function pickList(value: unknown): unknown {
  return Array.isArray(value) ? value.map((each) => isRecord(each) ? pickCacheFields(each) : each) : value;
}
