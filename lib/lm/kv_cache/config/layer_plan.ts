/**
 * Which layer of a model is of which kind, as its `config.json` and its family say it.
 *
 * @module
 */
import {
  type ConfigReader,
  count,
  isOn,
  peek,
  settle,
  text,
  unusedCopy,
} from "@/lib/lm/kv_cache/config/reader.ts";
import { isRecord } from "@/lib/lm/kv_cache/config/record.ts";
import { deltaLayers, familyLayers } from "@/lib/lm/kv_cache/config/family_layers.ts";
import { eachLayer } from "@/lib/lm/kv_cache/config/layer_cycles.ts";
import { withLayerFields } from "@/lib/lm/kv_cache/config/layer_fields.ts";
import {
  FULL_LAYER,
  type LayerPlan,
  type PlannedLayer,
  planOf,
} from "@/lib/lm/kv_cache/config/layer_kinds.ts";
import { LAYER_TELLERS, type LayerTeller, NAME_LISTS } from "@/lib/lm/kv_cache/config/layer_tellers.ts";
import { windowOf } from "@/lib/lm/kv_cache/config/windows.ts";

const TELLERS = [...NAME_LISTS, ...LAYER_TELLERS];

/** Reads the kind of every layer. Without any word on it, all attend to everything. */
export function planLayers(config: ConfigReader, layers: number): LayerPlan {
  const type = text(config, "model_type");
  const named = toldBy(NAME_LISTS, config, layers);
  const read = named ?? familyPlan(config, type, layers) ?? toldBy(LAYER_TELLERS, config, layers) ??
    statesAlone(config, layers) ?? planOf(windowRule(config, type, layers));
  if ("unknown" in read) return read;
  const result = adapted(read.plan, type);
  settleAgreeing(config, type, layers, read);
  settleUnusedWindow(config, type);
  return { plan: result };
}

function familyPlan(config: ConfigReader, type: string, layers: number): LayerPlan | null {
  const kinds = deltaLayers(config, layers) ?? familyLayers(config, type, layers);
  return kinds && planOf(kinds);
}

/** Mamba as its authors publish it, without a type. */
function statesAlone(config: ConfigReader, layers: number): LayerPlan | null {
  const isOriginal = peek(config, "model_type") === undefined && isRecord(peek(config, "ssm_cfg"));
  return isOriginal ? planOf(eachLayer(layers, () => "mamba")) : null;
}

function toldBy(tellers: readonly LayerTeller[], config: ConfigReader, layers: number): LayerPlan | null {
  for (const { keys, tell } of tellers) {
    const plan = tell(unusedCopy(config), layers);
    if (plan) {
      settle(config, ...keys);
      return plan;
    }
  }
  return null;
}

/** Keys that say the same once more are used up; one that says something else is left, and will be named. */
function settleAgreeing(config: ConfigReader, type: string, layers: number, plan: LayerPlan): void {
  const said = oneName(plan);
  for (const { keys, tell } of TELLERS) {
    if (oneName(tell(unusedCopy(config), layers)) === said) settle(config, ...keys);
  }
  if (oneName(familyPlan(unusedCopy(config), type, layers)) === said) familyPlan(config, type, layers);
}

/** A plan as text. Mamba goes by either name. */
function oneName(plan: LayerPlan | null): string {
  return JSON.stringify(plan).replaceAll('"linear"', '"mamba"');
}

/** Qwen's families keep a window in their configurations that only a switch turns on. */
function hasWindowSwitch(config: ConfigReader, type: string): boolean {
  return /^qwen/.test(type) || peek(config, "use_sliding_window") === false;
}

function settleUnusedWindow(config: ConfigReader, type: string): void {
  if (!hasWindowSwitch(config, type) || isOn(config, "use_sliding_window")) return;
  settle(config, "use_sliding_window", "sliding_window", "max_window_layers");
}

/** A window alone: every layer has it, or those from a number on. */
function windowRule(config: ConfigReader, type: string, layers: number): readonly string[] {
  const isOff = hasWindowSwitch(config, type) && !isOn(config, "use_sliding_window");
  if (isOff) return eachLayer(layers, () => "full");
  const first = isOn(config, "use_sliding_window") ? count(config, "max_window_layers") ?? 0 : 0;
  const windowAt = (layer: number) => windowOf(withLayerFields(unusedCopy(config), layer));
  return eachLayer(layers, (layer) => layer >= first && windowAt(layer) !== null ? "sliding" : "full");
}

/** What a family's code makes of the kinds that its files name. */
function adapted(plan: readonly PlannedLayer[], type: string): readonly PlannedLayer[] {
  const local = { ...FULL_LAYER, attention: "sliding" as const };
  if (type === "recurrent_gemma") return plan.map((layer) => layer === FULL_LAYER ? local : layer);
  if (IS_CONVOLVED.test(type)) {
    return plan.map((layer) => layer.attention ? { ...layer, state: null } : layer);
  }
  return LAST_IS_FULL.test(type) ? [...plan.slice(0, -1), FULL_LAYER] : plan;
}

/** Families whose last layer attends to everything, whatever its turn would be. */
const LAST_IS_FULL = /^(?:gemma4(?:_unified)?|diffusion_gemma)(?:_text)?$/;

/** Families whose hybrid layers have convolutions beside their attention, which its own rules read, and no Mamba. */
const IS_CONVOLVED = /^(?:inkling2?|zaya)(?:_text|_mm_model)?$/;
