/**
 * Layers that keep no keys and values of their own.
 *
 * @module
 */
import {
  type ConfigReader,
  count,
  isOn,
  MAX_LAYERS,
  numbers,
  peek,
  settle,
  text,
} from "@/lib/lm/kv_cache/config/reader.ts";

/** Layers that use another layer's keys and values, and layers that attend to pictures instead of to the text. */
export interface SharedLayers {
  readonly reusing: ReadonlySet<number>;
  readonly crossing: ReadonlySet<number>;
}

/** Finds the layers without keys and values of their own. */
export function sharedLayers(config: ConfigReader, layers: number): SharedLayers {
  const reusing = [
    ...lastOnes(config, layers),
    ...crossLayerGroups(config, layers),
    ...listedGroups(config, layers),
    ...secondHalf(config, layers),
  ];
  // Layers that stand between those that are counted.
  if (text(config, "model_type") === "idefics") settle(config, "cross_layer_interval");
  const crossing = (numbers(config, "cross_attention_layers") ?? []).filter((layer) => layer < layers);
  return { reusing: new Set(reusing), crossing: new Set(crossing) };
}

/** Gemma 3n and AFM: the last layers reuse what earlier ones keep. */
function lastOnes(config: ConfigReader, layers: number): number[] {
  const reusing = count(config, "num_kv_shared_layers", "num_kv_reuse_layers") ?? 0;
  return numbered(layers).slice(layers - Math.min(reusing, layers));
}

/** Cross-layer attention: the first layer of each group keeps, where it is switched on. */
function crossLayerGroups(config: ConfigReader, layers: number): number[] {
  const isOnHere = isOn(config, "use_cla");
  if (!isOnHere) {
    if (peek(config, "use_cla") === false) settle(config, "cla_share_factor");
    return [];
  }
  const factor = count(config, "cla_share_factor") ?? 1;
  return numbered(layers).filter((layer) => layer % factor !== 0);
}

/** Hymba: groups of layers of which the first keeps. */
function listedGroups(config: ConfigReader, layers: number): number[] {
  const groups = peek(config, "kv_reuse_group");
  if (!Array.isArray(groups) || groups.length > MAX_LAYERS) return [];
  if (!groups.every((group) => Array.isArray(group) && group.every(Number.isInteger))) return [];
  settle(config, "kv_reuse_group");
  return groups.flatMap((group: number[]) => group.slice(1)).filter((layer) => layer < layers);
}

/** A decoder after a decoder: all layers after the middle read what one layer there has kept. */
function secondHalf(config: ConfigReader, layers: number): number[] {
  if (text(config, "model_type") !== "phi4flash") return [];
  return numbered(layers).filter((layer) => layer > Math.floor(layers / 2) + 1);
}

function numbered(layers: number): number[] {
  return Array.from({ length: layers }, (_, layer) => layer);
}
