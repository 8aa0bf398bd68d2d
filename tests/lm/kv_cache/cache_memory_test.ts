import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { CACHE_DTYPES, elementFormat, plainFormat, vectorBytes } from "@/lib/lm/kv_cache/cache_format.ts";
import { readCacheConfig } from "@/lib/lm/kv_cache/config/read_cache_config.ts";
import { cacheArithmetic } from "@/lib/lm/kv_cache/cache_arithmetic.ts";
import { cacheMemory, type CacheUse, GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import { cacheReport } from "@/lib/lm/kv_cache/cache_report.ts";
import { concurrentRequests } from "@/lib/lm/kv_cache/concurrent_requests.ts";
import { type CacheNumbers, customCacheModel } from "@/lib/lm/kv_cache/custom_cache_model.ts";
import { recomputation } from "@/lib/lm/kv_cache/recomputation.ts";

const EXAMPLE: CacheNumbers = { layers: 32, kv_heads: 8, head_dim: 128, heads: 32 };

function use(changes: Partial<CacheUse> = {}): CacheUse {
  const element = plainFormat(2);
  const format = { key: element, value: element, state: elementFormat("fp32") };
  return { batch: 4, tokens: 2048, format, blockSize: 16, ...changes };
}

Deno.test("cacheMemory() gives 1 GiB, 16 GiB, 2 GiB and 64 GiB for 2K, 32K, 4K and 128K tokens", () => {
  const model = customCacheModel(EXAMPLE);
  const at = (tokens: number) => cacheMemory(model, use({ tokens }));
  assertEquals([2048, 32_768, 4096, 131_072].map((tokens) => at(tokens).lowerBytes / GIB), [1, 16, 2, 64]);
  assertEquals(at(2048).upperBytes, at(2048).lowerBytes);
  assertEquals(at(2048).bytesPerToken, 131_072);
});

Deno.test("cacheMemory() rounds the upper bound up to whole blocks", () => {
  const { lowerBytes, upperBytes } = cacheMemory(customCacheModel(EXAMPLE), use({ tokens: 17, batch: 1 }));
  assertEquals([lowerBytes / 131_072, upperBytes / 131_072], [17, 32]);
});

Deno.test("vectorBytes() adds an fp16 scale for each group: llama.cpp's q8_0 and q4_0", () => {
  assertEquals(vectorBytes(elementFormat("int8"), 32), 34);
  assertEquals(vectorBytes(elementFormat("int4"), 32), 18);
  assertEquals(vectorBytes(elementFormat("int4", 64), 128), 68);
  assertEquals(vectorBytes(elementFormat("int8", 0), 128), 128);
  assertEquals(vectorBytes(elementFormat("int4"), 5), 3 + 2);
  assertEquals(vectorBytes(elementFormat("fp8"), 128), 128);
});

Deno.test("cacheMemory() takes keys and values of different types", () => {
  const format = {
    key: elementFormat("int8", 0),
    value: elementFormat("int4", 0),
    state: elementFormat("fp32"),
  };
  assertEquals(cacheMemory(customCacheModel(EXAMPLE), use({ format })).bytesPerToken, 32 * 8 * (128 + 64));
});

Deno.test("customCacheModel() names the attention by its heads", () => {
  const name = (numbers: Partial<CacheNumbers>) => customCacheModel({ ...EXAMPLE, ...numbers }).attention;
  assertEquals(name({ heads: 8 }), "multi-head attention");
  assertEquals(name({}), "grouped-query attention");
  assertEquals(name({ kv_heads: 1 }), "multi-query attention");
  assertEquals(name({ kv_lora_rank: 512 }), "multi-head latent attention");
  assertEquals(name({ heads: null }), "attention");
});

Deno.test("customCacheModel() takes heads layer by layer, windows, and layers with a state", () => {
  const model = customCacheModel({
    layers: 4,
    kv_heads: [8, 8, 4, 0],
    head_dim: 64,
    window: 128,
    window_layers: 1,
    state_layers: 3,
    state_size: 1000,
  });
  const memory = cacheMemory(model, use({ tokens: 1024, batch: 2 }));
  const perHead = 2 * 64 * 2;
  assertEquals(memory.lowerBytes, 2 * (128 * 8 * perHead + 1024 * 12 * perHead + 3 * 4000));
  assertEquals(memory.stateBytes, 12_000);
  assertEquals(memory.layers.map(({ layers: { kind } }) => kind), [
    "sliding_attention",
    "full_attention",
    "full_attention",
    "no_cache",
    "state_space",
  ]);
});

Deno.test("customCacheModel() says which numbers do not fit together", () => {
  assertThrows(() => customCacheModel({ ...EXAMPLE, kv_heads: [8, 8] }), RangeError, "lists 2 layers");
  assertThrows(() => customCacheModel({ ...EXAMPLE, window: 8, window_layers: 33 }), RangeError, "33");
  assertThrows(() => customCacheModel({ ...EXAMPLE, window_layers: 3 }), RangeError, "needs a window");
});

const numbers: fc.Arbitrary<CacheNumbers> = fc.record({
  layers: fc.integer({ min: 1, max: 80 }),
  kv_heads: fc.integer({ min: 1, max: 64 }),
  head_dim: fc.integer({ min: 1, max: 256 }),
  window: fc.option(fc.integer({ min: 1, max: 4096 })),
  state_layers: fc.option(fc.integer({ min: 0, max: 8 })),
  state_size: fc.option(fc.integer({ min: 0, max: 10_000 })),
});

Deno.test("cacheMemory() is linear in the batch, grows with length, and its bounds are in order", () => {
  const dtype = fc.constantFrom(...CACHE_DTYPES);
  const tokens = fc.integer({ min: 0, max: 100_000 });
  fc.assert(
    fc.property(numbers, dtype, tokens, fc.integer({ min: 1, max: 64 }), (numbers, dtype, tokens, block) => {
      const model = customCacheModel(numbers);
      const element = elementFormat(dtype);
      const format = { key: element, value: element, state: element };
      const at = (batch: number, tokens: number) =>
        cacheMemory(model, use({ batch, tokens, format, blockSize: block }));
      const one = at(1, tokens);
      assertEquals(at(7, tokens).lowerBytes, 7 * one.lowerBytes);
      assertEquals(at(7, tokens).upperBytes, 7 * one.upperBytes);
      assert(one.lowerBytes <= one.upperBytes);
      assert(at(1, tokens + 1).lowerBytes >= one.lowerBytes);
      assert(at(1, 0).lowerBytes === one.stateBytes);
      const beyond = at(1, 8192).lowerBytes - at(1, 8191).lowerBytes;
      assertEquals(beyond, one.bytesPerTokenBeyondWindows);
    }),
  );
});

Deno.test("cacheArithmetic() writes out every factor and both units", () => {
  const model = customCacheModel(EXAMPLE);
  const lines = cacheArithmetic(cacheMemory(model, use()), use());
  assertEquals(lines, [
    "32 × full_attention: 8 KV heads × (128 × 2 B of key + 128 × 2 B of value) = 4,096 bytes a token and layer",
    "32 layers × 4,096 bytes × 2,048 tokens × 4 sequences = 1,073,741,824 bytes",
    "1,073,741,824 bytes = 1 GiB (/ 2^30) = 1.07374 GB (/ 10^9)",
  ]);
});

Deno.test("cacheArithmetic() says where the bounds part", () => {
  const model = customCacheModel({ ...EXAMPLE, window: 1024, window_layers: 16 });
  const lines = cacheArithmetic(cacheMemory(model, use()), use()).join("\n");
  assert(lines.includes("min(2,048, window 1,024) = 1,024 tokens"), lines);
  assert(lines.includes("128 blocks × 16 = 2,048 tokens"), lines);
  assert(lines.includes("upper bound: 1,073,741,824 bytes"), lines);
});

/** Counts positions and pairs by walking through the steps. */
function walk(prompt: number, generated: number, cached: boolean): [positions: number, pairs: number] {
  let positions = 0, pairs = 0, read = 0;
  for (let length = prompt; length < prompt + generated; length++) {
    for (let position = cached ? read : 0; position < length; position++) {
      positions++;
      pairs += position + 1;
    }
    read = length;
  }
  return [positions, pairs];
}

Deno.test("recomputation() equals walking through every step", () => {
  for (const [prompt, generated] of [[1, 0], [1, 1], [5, 3], [100, 40], [3, 200]] as const) {
    const work = recomputation(prompt, generated);
    assertEquals([work.cachedPositions, work.cachedPairs], walk(prompt, generated, true));
    assertEquals([work.recomputedPositions, work.recomputedPairs], walk(prompt, generated, false));
  }
});

Deno.test("concurrentRequests() counts whole requests in what the weights leave", () => {
  const request = { lowerBytes: 3, upperBytes: 4 };
  assertEquals(concurrentRequests(100, 90, request), { freeBytes: 10, atLeast: 2, atMost: 3 });
  assertEquals(concurrentRequests(80, 90, request), { freeBytes: 0, atLeast: 0, atMost: 0 });
  assertEquals(concurrentRequests(1, 0, { lowerBytes: 0, upperBytes: 0 }).atMost, Infinity);
});

Deno.test("cacheReport() counts the requests of one sequence each, whatever the batch", () => {
  const model = customCacheModel(EXAMPLE);
  const ask = { model, use: use(), weightBytes: 16 * GIB, memoryGib: 24, generated: 48 };
  const { concurrent, work } = cacheReport(ask);
  assertEquals([concurrent?.atLeast, concurrent?.atMost], [32, 32]);
  assertEquals(work, recomputation(2000, 48));
  assertEquals(cacheReport({ ...ask, weightBytes: null }).concurrent, null);
});

Deno.test("cacheArithmetic() writes out states, latents, indices, windows of every layer and layers that keep nothing", () => {
  const lines = (config: unknown, tokens = 100, batch = 3) => {
    const read = readCacheConfig(config);
    if ("problem" in read) throw new Error(read.problem);
    const asked = use({ batch, tokens });
    return cacheArithmetic(cacheMemory(read.model, asked), asked);
  };
  const mamba = {
    model_type: "mamba",
    num_hidden_layers: 5,
    hidden_size: 64,
    state_size: 16,
    conv_kernel: 4,
  };
  assertEquals(lines(mamba).slice(0, 2), [
    "5 × state_space: 2,048 × 4 B of state + 384 × 4 B of convolution = 9,728 bytes a sequence and layer",
    "5 layers × 9,728 bytes × 3 sequences = 145,920 bytes",
  ]);
  const latent = {
    model_type: "deepseek_v3",
    num_hidden_layers: 2,
    num_attention_heads: 8,
    kv_lora_rank: 512,
    qk_rope_head_dim: 64,
    index_head_dim: 128,
  };
  assertEquals(lines(latent, 100, 1).slice(0, 3), [
    "2 × latent_attention: 512 × 2 B of latent + 64 × 2 B of position key = 1,152 bytes a token and layer",
    "2 layers × 1,152 bytes × 100 tokens × 1 sequence = 230,400 bytes",
    "2 × sparse_index: 128 × 2 B of index key = 256 bytes a token and layer, in the upper bound only",
  ]);
  const shared = {
    model_type: "gemma3n_text",
    num_hidden_layers: 4,
    num_attention_heads: 2,
    num_key_value_heads: 1,
    head_dim: 8,
    sliding_window: 10,
    layer_types: ["sliding_attention", "full_attention"],
    num_kv_shared_layers: 2,
  };
  assertEquals(lines(shared), [
    "1 × sliding_attention: 1 KV head × (8 × 2 B of key + 8 × 2 B of value) = 32 bytes a token and layer",
    "1 layers × 32 bytes × min(100, window 10) = 10 tokens × 3 sequences = 960 bytes",
    "1 × full_attention: 1 KV head × (8 × 2 B of key + 8 × 2 B of value) = 32 bytes a token and layer",
    "1 layers × 32 bytes × 100 tokens × 3 sequences = 9,600 bytes",
    "total: 960 + 9,600 = 10,560 bytes",
    "10,560 bytes = 0.00000983477 GiB (/ 2^30) = 0.00001056 GB (/ 10^9)",
    "upper bound, the full length in every attention layer: 7 blocks × 16 = 112 tokens a sequence",
    "upper bound: 21,504 bytes = 0.0000200272 GiB (/ 2^30) = 0.000021504 GB (/ 10^9)",
  ]);
});
