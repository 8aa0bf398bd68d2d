/** A cache from numbers: what each number makes, on both sides of what is allowed. */
import { assertEquals, assertThrows } from "@std/assert";
import { attentionName, groupLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import { type CacheNumbers, customCacheModel } from "@/lib/lm/kv_cache/custom_cache_model.ts";

const NUMBERS: CacheNumbers = { layers: 3, kv_heads: 2, head_dim: 5 };
const FULL = { kind: "full_attention", kvHeads: 2, keySize: 5, valueSize: 5, window: null } as const;
const SLIDING = { ...FULL, kind: "sliding_attention", window: 7 } as const;

const layersOf = (change: Partial<CacheNumbers>) => customCacheModel({ ...NUMBERS, ...change }).layers;

Deno.test("customCacheModel() has full layers, and those in front slide where there is a window", () => {
  assertEquals(customCacheModel(NUMBERS), {
    ...{ attention: "attention", contextLength: null, notes: [], layers: [{ ...FULL, count: 3 }] },
  });
  assertEquals(layersOf({ value_head_dim: 9 }), [{ ...FULL, valueSize: 9, count: 3 }]);
  assertEquals(layersOf({ window: 7 }), [{ ...SLIDING, count: 3 }]);
  assertEquals(layersOf({ window: 7, window_layers: 2 }), [{ ...SLIDING, count: 2 }, { ...FULL, count: 1 }]);
  assertEquals(layersOf({ window: 7, window_layers: 3 }), [{ ...SLIDING, count: 3 }]);
  assertEquals(layersOf({ window: 7, window_layers: 0 }), [{ ...FULL, count: 3 }]);
  assertEquals(layersOf({ window_layers: 0 }), [{ ...FULL, count: 3 }]);
});

Deno.test("customCacheModel() takes heads layer by layer, and none where there are 0", () => {
  assertEquals(layersOf({ kv_heads: [0, 4, 4] }), [
    { kind: "no_cache", count: 1 },
    { ...FULL, kvHeads: 4, count: 2 },
  ]);
  const name = (kv_heads: CacheNumbers["kv_heads"], heads: number | null = 8) =>
    customCacheModel({ ...NUMBERS, kv_heads, heads }).attention;
  assertEquals([name(8), name(2), name(1), name(0)], [
    ...["multi-head attention", "grouped-query attention", "multi-query attention", "no attention"],
  ]);
  assertEquals([name([0, 8, 2]), name([0, 0, 0]), name(2, null)], [
    ...["multi-head attention", "no attention", "attention"],
  ]);
});

Deno.test("customCacheModel() has latents in place of heads, and states beside both", () => {
  const latent = { kind: "latent_attention", count: 3, latentSize: 11, ropeSize: 4 } as const;
  const model = customCacheModel({ ...NUMBERS, kv_lora_rank: 11, qk_rope_head_dim: 4 });
  assertEquals([model.attention, model.layers], ["multi-head latent attention", [latent]]);
  assertEquals(layersOf({ kv_lora_rank: 11 }), [{ ...latent, ropeSize: 0 }]);
  const state = { kind: "state_space", count: 2, stateSize: 13, convolutionSize: 0 } as const;
  assertEquals(layersOf({ state_layers: 2, state_size: 13 }), [{ ...FULL, count: 3 }, state]);
  assertEquals(layersOf({ state_layers: 2, state_size: 13, kv_lora_rank: 11 }), [
    { ...latent, ropeSize: 0 },
    state,
  ]);
  assertEquals(layersOf({ state_layers: 2 })[1], { ...state, stateSize: 0 });
  for (const state_layers of [0, null]) assertEquals(layersOf({ state_layers, state_size: 13 }).length, 1);
});

Deno.test("customCacheModel() refuses lists of another length, and more windows than layers or none to slide over", () => {
  const refuses = (change: Partial<CacheNumbers>, reason: string) =>
    assertThrows(() => layersOf(change), RangeError, reason);
  for (const kv_heads of [[1, 2], [1, 2, 3, 4]]) {
    refuses({ kv_heads }, `kv_heads lists ${kv_heads.length} layers and there are 3`);
  }
  refuses({ window: 7, window_layers: 4 }, "window_layers is 4 and there are 3 layers");
  refuses({ window_layers: 1 }, "window_layers needs a window");
});

Deno.test("attentionName() goes by the numbers of heads", () => {
  assertEquals(attentionName(1, 1), "multi-head attention");
  assertEquals(attentionName(2, 1), "multi-query attention");
  assertEquals(attentionName(null, 1), "multi-query attention");
  assertEquals(attentionName(null, 2), "attention");
  assertEquals(attentionName(2, 2), "multi-head attention");
  assertEquals(attentionName(4, 2), "grouped-query attention");
});

Deno.test("groupLayers() adds equal layers up in the order in which they come first", () => {
  const other = { ...FULL, kvHeads: 3 };
  assertEquals(
    groupLayers([{ ...FULL, count: 2 }, { ...other, count: 1 }, { ...FULL, count: 5 }, {
      ...SLIDING,
      count: 1,
    }]),
    [{ ...FULL, count: 7 }, { ...other, count: 1 }, { ...SLIDING, count: 1 }],
  );
});
