/**
 * Which keys of a configuration may change its cache, by their names.
 *
 * @module
 */

/** Names that speak of layers, heads, attention, windows, caches, states, sharing, groups, patterns or latents. */
const SPEAKS = new RegExp(
  [
    "layer|head|att|window|cache|state|shar(?:e|ing)|group|pattern|latent|(?<!q)kv|swa(?![np])|sliding|(?:^|_)(?:local|global)(?:_|$)",
    "mamba|ssm|conv|recurr|loop|reuse|mixer|yoco|cla(?:_|$)|mla|compress|interval|period|stride|memory|sink|sparse",
    "qk_|layout|hybrid|interleav|alternat|every_|ut_steps|mb_per|lora_rank|block_configs|chunk|^skip$",
  ].join("|"),
  "i",
);

/** Names that do not decide what is kept, whatever they speak of. */
const HARMLESS = new RegExp(
  [
    // Numerics, training and the parts of a layer that keep nothing.
    "norm(?!al_)|eps(?:ilon)?$|dropout|drop_?path|pdrop|layer_?drop|bias|softmax|softcap|scal(?:e|ing)|multiplier",
    "_(?:alpha|beta|temperature|gate|gating|init)$|temperature|init(?:ializer)?_|expert|moe|mlp|ffn|feed_?forward|swiglu",
    "router|top_?k|activation|hidden_act|(?:hidden|mamba)_\\w*act$|loss|sparsity|hash_layers",
    // Positions; `_head_dim` is a size.
    "(?:rope|rotary|yarn|nope|mrope)(?!\\w*_dim)|rotary_dim|alibi|position_embedding",
    // How it is run and what is returned.
    "^output_|^return_|^use_cache$|^(?:_)?attn_impl|cache_implementation|^att_impl|kernels$|flash|fused|fusion|backend",
    "parallel|deterministic|upcast|in_fp32|checkpointing|keys_to_ignore|compressor|pre_allocate|num_beam_groups|pruned_heads",
    "chunk_size_feed_forward|(?:chunkwise|sequence|step)_kernel$|max_attn_value|^(?:mamba_|ssm_)?chunk_size$|time_step|logits_to_keep|cross_attention_hidden_size",
    "pre_attn_scalar|embedding|share_input_output|sparse_step|dense_layers|lm_head|cls_head|classif|head_type|pooler|embed_proj|^q_lora_rank$|lora_(?:alpha|dropout)|adapter",
    // Heads that predict further tokens.
    "mtp|nextn|eagle|medusa|draft|specul",
    // Other parts of a model, and feed-forward sizes of a layer.
    "vision|visual|image|img|video|audio|speech|projector|vit_|patch|per_layer_input|embd_layer|^block_(?!configs)",
    "clip_qkv|qkv|share_q_dim|^shared_intermediate_size$|gate_attn|attention_value_scale|add_\\w+_sink|output_gate",
    "group_limited|group_method|(?:^|_)n_group$|num_expert_group|mamba_use|conv_dim_out|conv_use|bidirectional|attention_implementation|(?<!cache_)dtype$|^dual_chunk_attention",
  ].join("|"),
  "i",
);

/** Objects that describe other parts of a model, numbers of positions, or how weights are stored. */
const OTHER_PARTS =
  /vision|visual|image|img|audio|speech|video|rope|task_specific|auto_map|id2label|label2id|generation|tokenizer|lora|processor|projector|perceiver|resampler|qformer|2wav/i;

/** Whether a key may change the cache, by its name alone. */
export function mayMatter(name: string): boolean {
  return SPEAKS.test(name) && !isHarmless(name);
}

/** Whether a key is known not to matter, whatever it speaks of. */
export function isHarmless(name: string): boolean {
  return HARMLESS.test(name);
}

/** Whether an object is of another part than the text model's layers. */
export function isOtherPart(name: string): boolean {
  return OTHER_PARTS.test(name);
}

/** Objects that say how weights are stored, of which only the cache's own type concerns it. */
export function isQuantization(name: string): boolean {
  return /quantization|compression_config/i.test(name);
}
