/**
 * How many tokens a sliding layer looks back at: what the configuration says, or the default of its family's class.
 *
 * @module
 */
import {
  type ConfigReader,
  count,
  peek,
  settle,
  text,
  withoutAround,
} from "@/lib/lm/kv_cache/config/reader.ts";

/** Names of that number. */
const WINDOWS = [
  "sliding_window",
  "attention_chunk_size",
  "sliding_window_size",
  "window_size",
  "attention_window_size",
  "attn_window_size",
  "local_attention",
];

/**
 * The number where a configuration leaves it out, family by family: files made by hand do, and a nested text_config
 * holds only what differs from the class. `null`, which means no window, is always written.
 *
 * @see https://github.com/huggingface/transformers/tree/main/src/transformers/models, `sliding_window` of each class
 */
const USUAL_WINDOWS: readonly (readonly [types: RegExp, window: number])[] = [
  [/^(?:mistral|ministral)$/, 4096],
  [/^(?:gemma2|gemma3(?:_text)?|vaultgemma|cohere2|olmo3)$/, 4096],
  [/^gpt_oss$/, 128],
  [/^llama4(?:_text)?$/, 8192],
  [/^(?:gemma3n|gemma4)(?:_text)?$/, 512],
  [/^gemma4_unified(?:_text)?$/, 1024],
  // Where their switch is on.
  [/^qwen(?:2|2_moe|3|3_moe|2_vl|2_5_vl)(?:_text)?$/, 4096],
  [/^qwen2_5_omni_(?:text|thinker)$/, 32_768],
  [/^recurrent_gemma$/, 2048],
];

/**
 * Tokens that a sliding layer looks back at, or null. Around a text part such a name may be another part's: the window
 * of granite_speech is its audio projector's.
 */
export function windowOf(whole: ConfigReader): number | null {
  const config = withoutAround(whole);
  // Engines pass this one over: the layers have windows, not chunks.
  if (/^mimo_v2/.test(text(whole, "model_type"))) settle(config, "attention_chunk_size");
  const named = decoderWindow(whole) ?? count(config, ...WINDOWS);
  // A copy around the part says the same.
  settle(whole, ...WINDOWS.filter((name) => peek(config, name) === named));
  return named ?? usualWindow(whole);
}

/** ModernBERT's decoder looks at one side of what its encoder's window has two of. */
function decoderWindow(config: ConfigReader): number | null {
  const both = text(config, "model_type") === "modernbert-decoder" ? count(config, "local_attention") : null;
  return both && Math.floor(both / 2);
}

/** The window of the family's class where the configuration names none; null where it does, were it `null`. */
export function usualWindow(whole: ConfigReader): number | null {
  const config = withoutAround(whole);
  if (WINDOWS.some((name) => peek(config, name) !== undefined)) return null;
  const type = peek(whole, "model_type");
  return USUAL_WINDOWS.find(([types]) => typeof type === "string" && types.test(type))?.[1] ?? null;
}
