/**
 * What Hugging Face's class of a model type takes for a field that a file leaves out. Nested text parts hold only what
 * differs from their class; other files leave out what their class was made with.
 *
 * @module
 * @see https://github.com/huggingface/transformers/tree/main/src/transformers/models, `configuration_*.py`
 */

/** A field's default. */
type Defaults = Readonly<Record<string, number | readonly number[]>>;

/** Layers, width, query heads, and KV heads where they are fewer than these or may be: of nested text parts alone. */
type Sizes = readonly [layers: number, width: number, heads: number, kvHeads: number | null];

const SIZES: ReadonlyMap<string, Sizes> = new Map<string, Sizes>([
  ["aria_text", [32, 4096, 32, null]],
  ["cohere", [40, 8192, 64, null]],
  ["cohere2", [40, 8192, 64, null]],
  ["emu3_text_model", [32, 4096, 32, 8]],
  ["ernie4_5_vl_moe_text", [28, 2560, 20, 4]],
  ["exaone4", [32, 4096, 32, 32]],
  ["gemma", [28, 3072, 16, 16]],
  ["gemma2", [26, 2304, 8, 4]],
  ["gemma3_text", [26, 2304, 8, 4]],
  ["gemma3n_text", [35, 2048, 8, 2]],
  ["gemma4_text", [30, 2304, 8, 4]],
  ["gemma4_unified_text", [30, 2304, 8, 4]],
  ["glm", [40, 4096, 32, 2]],
  ["glm4", [40, 4096, 32, 2]],
  ["glm4_moe", [46, 4096, 96, 8]],
  ["glm4v_moe_text", [46, 4096, 96, 8]],
  ["glm4v_text", [40, 4096, 32, 2]],
  ["glm_ocr_text", [16, 1024, 16, 8]],
  ["granite", [32, 4096, 32, null]],
  ["granite4_vision_text", [32, 4096, 32, null]],
  ["granite_docling_text", [28, 1024, 16, 4]],
  ["hunyuan_vl_text", [32, 4096, 32, null]],
  ["hyperclovax", [32, 4096, 32, null]],
  ["kosmos_2_text_model", [24, 2048, 32, null]],
  ["llama", [32, 4096, 32, null]],
  ["llama4_text", [48, 5120, 40, 8]],
  ["ministral", [32, 4096, 32, 8]],
  ["ministral3", [34, 4096, 32, 8]],
  ["mistral", [32, 4096, 32, 8]],
  ["mixtral", [32, 4096, 32, 8]],
  ["mllama_text_model", [40, 4096, 32, 8]],
  ["olmo2", [32, 4096, 32, null]],
  ["opt", [12, 768, 12, null]],
  ["paddleocr_vl_text", [18, 1024, 16, 2]],
  ["phi3", [32, 3072, 32, null]],
  ["qwen2", [32, 4096, 32, 32]],
  ["qwen2_5_omni_text", [28, 3584, 28, 4]],
  ["qwen2_5_vl_text", [80, 8192, 64, 8]],
  ["qwen2_moe", [24, 2048, 16, 16]],
  ["qwen2_vl_text", [80, 8192, 64, 8]],
  ["qwen3", [32, 4096, 32, 32]],
  ["qwen3_5_moe_text", [40, 2048, 16, 2]],
  ["qwen3_5_text", [32, 4096, 16, 4]],
  ["qwen3_moe", [24, 2048, 32, 4]],
  ["qwen3_omni_moe_text", [28, 2048, 28, 4]],
  ["qwen3_vl_moe_text", [24, 2048, 16, 16]],
  ["qwen3_vl_text", [32, 4096, 32, 32]],
  ["smollm3", [36, 2048, 16, 4]],
]);

const LINEAR: Defaults = {
  linear_num_key_heads: 16,
  linear_num_value_heads: 32,
  linear_key_head_dim: 128,
  linear_value_head_dim: 128,
};

/** Other fields of some types, in whatever file; `where` is a switch that must be on, or they mean nothing. */
const FIELDS: readonly { readonly types: RegExp; readonly fields: Defaults; readonly where?: string }[] = [
  { types: /^(?:gemma(?:2|3|3n|4|4_unified)?(?:_text)?|vaultgemma)$/, fields: { head_dim: 256 } },
  { types: /^gpt_oss$/, fields: { head_dim: 64 } },
  { types: /^qwen(?:3_next|3_5|4_exp)/, fields: { head_dim: 256, ...LINEAR } },
  {
    types:
      /^(?:cwm|ernie4_5|glm4?|hy_v3|internlm3|laguna|llama4(?:_text)?|minimax_m2|ministral3|paddleocr_vl_text|qwen3(?:_vl(?:_text)?)?|seed_oss|solar_open)$/,
    fields: { head_dim: 128 },
  },
  { types: /^mimo_v2_flash$/, fields: { head_dim: 192, v_head_dim: 128 } },
  { types: /^gemma4(?:_unified)?(?:_text)?$/, fields: { global_head_dim: 512 } },
  { types: /^gemma3n(?:_text)?$/, fields: { num_kv_shared_layers: 15 } },
  { types: /^mllama_text_model$/, fields: { cross_attention_layers: [3, 8, 13, 18, 23, 28, 33, 38] } },
  {
    types: /^qwen(?:2|2_moe|3|(?:2_5|3)_omni\w*)$/,
    fields: { max_window_layers: 28 },
    where: "use_sliding_window",
  },
  { types: /^qwen2(?:_5)?_vl(?:_text)?$/, fields: { max_window_layers: 80 }, where: "use_sliding_window" },
];

/**
 * The defaults of a model type's class. A composite's own name stands for its text model's.
 *
 * @param isNested Whether they are for a text part, which may leave out its sizes, too.
 * @param isOn Whether a switch is on.
 */
export function classDefaults(type: string, isNested: boolean, isOn: (name: string) => boolean): Defaults {
  const others = FIELDS.filter(({ types, where }) => types.test(type) && (!where || isOn(where)));
  const sizes = isNested ? SIZES.get(type) ?? SIZES.get(`${type}_text`) : undefined;
  return Object.assign({}, sizes && sized(sizes), ...others.map(({ fields }) => fields));
}

function sized([layers, width, heads, kvHeads]: Sizes): Defaults {
  const all = { num_hidden_layers: layers, hidden_size: width, num_attention_heads: heads };
  return kvHeads === null ? all : { ...all, num_key_value_heads: kvHeads };
}
