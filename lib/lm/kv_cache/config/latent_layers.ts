import type { CacheLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import { type ConfigReader, count, peek, settle, size } from "@/lib/lm/kv_cache/config/reader.ts";

const LATENTS = ["kv_lora_rank", "attention_kv_lora_dim"];
const ROPES = ["qk_rope_head_dim", "attention_qk_rope_dim"];

/** Sizes of what the latent stands for: it takes their place. */
const REPLACED = [
  "use_mla",
  "attention_method",
  "q_lora_rank",
  "attention_q_lora_dim",
  "qk_nope_head_dim",
  "qk_head_dim",
  "attention_qk_dim",
  "attention_v_dim",
  "v_head_dim",
  "head_dim",
  "num_attention_heads",
  "num_key_value_heads",
  "mla_scale_q_lora",
  "mla_scale_kv_lora",
  "index_n_heads",
];

/** Whether the model keeps one compressed vector a token in place of keys and values. */
export function hasLatentCache(config: ConfigReader): boolean {
  if (peek(config, "use_mla") === false) {
    settle(config, "use_mla", ...LATENTS, ...ROPES, "q_lora_rank", "qk_nope_head_dim");
    return false;
  }
  return LATENTS.some((name) => Number(peek(config, name)) > 0) && size(config, ...ROPES) !== null &&
    count(config, ...LATENTS) !== null;
}

/** Whether a latent is named without the size of the position key that is kept with it. */
export function lacksRope(config: ConfigReader): boolean {
  return peek(config, "use_mla") !== false && LATENTS.some((name) => Number(peek(config, name)) > 0) &&
    size(config, ...ROPES) === null;
}

/** A layer of multi-head latent attention, and the index of sparse attention where the model has one. */
export function latentLayers(config: ConfigReader): CacheLayers[] {
  settle(config, ...REPLACED);
  const latent: CacheLayers = {
    kind: "latent_attention",
    count: 1,
    latentSize: count(config, ...LATENTS)!,
    ropeSize: size(config, ...ROPES)!,
  };
  const index = count(config, "index_head_dim");
  return index ? [latent, { kind: "sparse_index", count: 1, keySize: index }] : [latent];
}
