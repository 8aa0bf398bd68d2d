import { assertEquals } from "@std/assert";
import { plainFormat } from "@/lib/lm/kv_cache/cache_format.ts";
import type { AttentionLayers, CacheLayers, CacheModel } from "@/lib/lm/kv_cache/cache_layers.ts";
import { cacheMemory } from "@/lib/lm/kv_cache/cache_memory.ts";
import { tokensThatFit } from "@/lib/lm/kv_cache/tokens_that_fit.ts";

const BYTE = plainFormat(1);
const USE = { batch: 3, format: { key: BYTE, value: BYTE, state: BYTE }, blockSize: 16 };
/** 2 layers of 1 head: 5 + 2 bytes a token in each. */
const FULL: AttentionLayers = {
  kind: "full_attention",
  ...{ count: 2, kvHeads: 1, keySize: 5, valueSize: 2, window: null },
};
const SLIDING: AttentionLayers = { ...FULL, kind: "sliding_attention", window: 4 };
const STATE: CacheLayers = { kind: "recurrent", count: 1, stateSize: 9, convolutionSize: 1 };

const model = (...layers: CacheLayers[]) => ({ layers }) as unknown as CacheModel;

Deno.test("tokensThatFit() is the longest that fits, to the byte", () => {
  const fit = (bytes: number) => tokensThatFit(model(FULL), USE, bytes, "lowerBytes");
  // 3 sequences · 2 layers · 7 bytes.
  assertEquals([fit(0), fit(41), fit(42), fit(83), fit(84), fit(42_000)], [0, 0, 1, 1, 2, 1000]);
  const blocks = (bytes: number) => tokensThatFit(model(FULL), USE, bytes, "upperBytes");
  assertEquals([blocks(16 * 42 - 1), blocks(16 * 42), blocks(32 * 42 - 1)], [0, 16, 16]);
});

Deno.test("tokensThatFit() is -1 where not even states fit, and any number where nothing grows", () => {
  const fit = (bytes: number, ...layers: CacheLayers[]) =>
    tokensThatFit(model(...layers), USE, bytes, "lowerBytes");
  assertEquals([fit(29, STATE), fit(30, STATE), fit(29, STATE, FULL), fit(72, STATE, FULL)], [
    -1,
    Infinity,
    -1,
    1,
  ]);
  assertEquals([fit(4 * 42 - 1, SLIDING), fit(4 * 42, SLIDING)], [3, Infinity]);
});

Deno.test("cacheMemory() adds layers up by kind: what grows, what grows beyond windows, what does not", () => {
  const index: CacheLayers = { kind: "sparse_index", count: 4, keySize: 11 };
  const latent: CacheLayers = { kind: "latent_attention", count: 3, latentSize: 13, ropeSize: 4 };
  const plain: CacheLayers = { kind: "no_cache", count: 5 };
  const asked = model(FULL, SLIDING, STATE, index, latent, plain);
  const memory = cacheMemory(asked, { ...USE, tokens: 17 });
  assertEquals(memory.bytesPerToken, 2 * 7 + 2 * 7 + 3 * 17);
  assertEquals(memory.bytesPerTokenBeyondWindows, 2 * 7 + 3 * 17);
  assertEquals(memory.stateBytes, 10);
  assertEquals(memory.lowerBytes, 3 * (17 * 14 + 4 * 14 + 10 + 17 * 51));
  assertEquals(memory.upperBytes, 3 * (32 * 14 + 32 * 14 + 10 + 32 * 44 + 32 * 51));
  assertEquals(memory.layers.map(({ lowerTokens, upperTokens }) => [lowerTokens, upperTokens]), [
    ...[[17, 32], [4, 32], [0, 0], [0, 32], [17, 32], [0, 0]],
  ]);
  const short = cacheMemory(model(SLIDING), { ...USE, tokens: 3 });
  assertEquals(short.layers[0]!.lowerTokens, 3);
});
