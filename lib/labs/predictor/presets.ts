/**
 * Sampler settings by name: three characters, and what engines use where nobody says otherwise.
 *
 * @module
 */
import {
  DEFAULT_SAMPLER,
  type SamplerSettings,
  STAGE_NAMES,
  type StageName,
} from "@/lib/lm/sampler/settings.ts";
import type { PickMode } from "@/lib/lm/sampler/pick_mode.ts";

/** Settings of the sampler, with how a token is picked. */
export interface PresetSettings extends SamplerSettings {
  readonly pick: PickMode;
}

/** A named sampler. */
export interface Preset {
  readonly name: string;
  /** Where it comes from, or what it is for. */
  readonly note: string;
  readonly settings: PresetSettings;
}

/** Stages by name, also of engines that have more: those that this site lacks are left out. */
export function knownStages(names: readonly string[]): StageName[] {
  const known: readonly string[] = STAGE_NAMES;
  return [...new Set(names)].filter((name): name is StageName => known.includes(name));
}

function preset(
  name: string,
  note: string,
  settings: Partial<PresetSettings>,
  order: readonly string[] = STAGE_NAMES,
): Preset {
  const stages = [...knownStages(order), ...STAGE_NAMES.filter((stage) => !order.includes(stage))];
  return { name, note, settings: { ...DEFAULT_SAMPLER, pick: "sample", ...settings, stages } };
}

/** The samplers on offer. */
export const PRESETS: readonly Preset[] = [
  preset("greedy", "always the likeliest", { pick: "greedy" }),
  preset("careful", "few surprises", { temperature: 0.7, top_p: 0.9 }),
  preset("lively", "hot, without the tail", { temperature: 1.3, min_p: 0.1 }),
  preset(
    "llama.cpp",
    "its defaults; its DRY and XTC are off by default",
    { temperature: 0.8, top_k: 40, top_p: 0.95, min_p: 0.05 },
    ["repetition_penalty", "top_k", "typical_p", "top_p", "min_p", "temperature"],
  ),
  preset(
    "KoboldCpp",
    "Kobold Lite's defaults in its order 6, 0, 1, 3, 4, 2, 5; top-a and tail-free are off by default",
    { temperature: 0.75, top_k: 100, top_p: 0.92, repetition_penalty: 1.07 },
    ["repetition_penalty", "top_k", "typical_p", "top_p", "min_p", "temperature"],
  ),
  preset(
    "vLLM",
    "its defaults: the model as it is",
    {},
    ["repetition_penalty", "temperature", "min_p", "top_k", "top_p"],
  ),
  preset(
    "Hugging Face",
    "generate() with do_sample and its default top-k",
    { top_k: 50 },
    ["repetition_penalty", "temperature", "top_k", "top_p", "min_p", "typical_p"],
  ),
];
