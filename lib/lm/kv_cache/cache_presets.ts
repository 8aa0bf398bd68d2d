import { EARLY_PRESETS } from "@/lib/lm/kv_cache/presets/early_presets.ts";
import { HYBRID_PRESETS } from "@/lib/lm/kv_cache/presets/hybrid_presets.ts";
import { LLAMA_PRESETS } from "@/lib/lm/kv_cache/presets/llama_presets.ts";
import { MISTRAL_QWEN_PRESETS } from "@/lib/lm/kv_cache/presets/mistral_qwen_presets.ts";
import type { CachePreset } from "@/lib/lm/kv_cache/presets/preset.ts";
import { WINDOW_LATENT_PRESETS } from "@/lib/lm/kv_cache/presets/window_latent_presets.ts";

/** Published models by kind, in the order of the menu. */
export const CACHE_PRESET_GROUPS: readonly {
  readonly title: string;
  readonly presets: readonly CachePreset[];
}[] = [
  { title: "Llama and its kin", presets: LLAMA_PRESETS },
  { title: "Mistral, Qwen, GLM", presets: MISTRAL_QWEN_PRESETS },
  { title: "Windows and latents", presets: WINDOW_LATENT_PRESETS },
  { title: "Hybrids and state spaces", presets: HYBRID_PRESETS },
  { title: "Earlier models", presets: EARLY_PRESETS },
];

/** Every published model. */
export const CACHE_PRESETS: readonly CachePreset[] = CACHE_PRESET_GROUPS.flatMap(({ presets }) => presets);

/** A published model by its id, or null. */
export function findCachePreset(id: string): CachePreset | null {
  return CACHE_PRESETS.find((preset) => preset.id === id) ?? null;
}
