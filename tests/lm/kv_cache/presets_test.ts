import { assertEquals } from "@std/assert";
import type { CacheLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import { CACHE_PRESETS } from "@/lib/lm/kv_cache/cache_presets.ts";
import { presetSource } from "@/lib/lm/kv_cache/presets/preset.ts";
import { readCacheConfig } from "@/lib/lm/kv_cache/config/read_cache_config.ts";
import { PRESET_SIZES } from "./preset_sizes.ts";

function written(layers: CacheLayers): string {
  const { kind, count } = layers;
  switch (kind) {
    case "full_attention":
    case "sliding_attention": {
      const value = layers.valueSize === layers.keySize ? "" : `/${layers.valueSize}`;
      const span = layers.window === null ? "full" : `of ${layers.window}`;
      return `${count} ${span} ${layers.kvHeads} x ${layers.keySize}${value}`;
    }
    case "latent_attention":
      return `${count} latent ${layers.latentSize} + ${layers.ropeSize}`;
    case "sparse_index":
      return `${count} index ${layers.keySize}`;
    case "no_cache":
      return `${count} none`;
    default:
      return `${count} ${kind} ${layers.stateSize} + ${layers.convolutionSize}`;
  }
}

for (const { id, parameters, config } of CACHE_PRESETS) {
  Deno.test(`the preset ${id} has the parameters, the context and the layers of its model`, () => {
    const read = readCacheConfig(config);
    if ("problem" in read) throw new Error(read.problem);
    const { contextLength, layers } = read.model;
    assertEquals([parameters, contextLength, layers.map(written).join(", ")], [...PRESET_SIZES[id]!]);
  });
}

Deno.test("every preset has its sizes here, and its source is its own file", () => {
  assertEquals(CACHE_PRESETS.map(({ id }) => id), Object.keys(PRESET_SIZES));
  for (const each of CACHE_PRESETS) {
    assertEquals(presetSource(each).split("/").at(4)?.toLowerCase(), each.id);
  }
});
