/**
 * Figures that others published, most of them from bug reports against calculators that had them wrong. Each
 * names where it stands.
 */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { findCachePreset } from "@/lib/lm/kv_cache/cache_presets.ts";
import { type CacheDtype, elementFormat } from "@/lib/lm/kv_cache/cache_format.ts";
import type { CacheModel } from "@/lib/lm/kv_cache/cache_layers.ts";
import { type CacheMemory, cacheMemory, GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import { readCacheConfig } from "@/lib/lm/kv_cache/config/read_cache_config.ts";

const MIB = 2 ** 20;

function modelOf(id: string, changes: Record<string, unknown> = {}): CacheModel {
  const { config } = findCachePreset(id)!;
  const result = readCacheConfig({ ...config, ...changes });
  if ("problem" in result) throw new Error(`${id}: ${result.problem}`);
  return result.model;
}

function memoryOf(model: CacheModel, tokens: number, batch = 1, dtype: CacheDtype = "bf16"): CacheMemory {
  const element = elementFormat(dtype);
  const format = { key: element, value: element, state: elementFormat("fp32") };
  return cacheMemory(model, { batch, tokens, format, blockSize: 16 });
}

function gib(bytes: number): number {
  return Number((bytes / GIB).toFixed(2));
}

Deno.test("unslothai/unsloth#4757: five models at their full length, in GiB", () => {
  assertEquals(gib(memoryOf(modelOf("gemma-3-27b-pt"), 131_072).lowerBytes), 10.41);
  assertEquals(gib(memoryOf(modelOf("deepseek-v3.1"), 163_840).lowerBytes), 10.72);
  assertEquals(gib(memoryOf(modelOf("qwen3-0.6b"), 40_960).lowerBytes), 4.38);
  const qwen = memoryOf(modelOf("qwen3.5-27b"), 262_144);
  assertEquals(gib(qwen.lowerBytes - qwen.stateBytes), 16);
});

Deno.test("unslothai/unsloth#4757: GLM-5 with its layer of multi-token prediction, which GGUF files count too", () => {
  const model = modelOf("glm-5", { num_hidden_layers: 79 });
  assertEquals(gib(memoryOf(model, 202_752).lowerBytes), 17.18);
});

Deno.test("unslothai/unsloth#4757: the wrong figures come from hidden_size / heads", () => {
  const qwen = modelOf("qwen3-0.6b", { head_dim: 1024 / 16 });
  assertEquals(gib(memoryOf(qwen, 40_960).lowerBytes), 2.19);
});

Deno.test("lmstudio-ai/lmstudio-bug-tracker#1862: Qwen3.6-27B has 16,384 MiB over 16 layers and 598.5 MiB of states", () => {
  const { layers, stateBytes } = memoryOf(modelOf("qwen3.5-27b"), 262_144);
  const attention = layers.find(({ layers: { kind } }) => kind === "full_attention")!;
  assertEquals([attention.layers.count, attention.lowerBytes / MIB], [16, 16_384]);
  assertEquals(4 * stateBytes / MIB, 598.5, "for the four sequences that the program runs at once");
});

Deno.test("alvarobartt/hf-mem#60: gpt-oss-120b takes 73,728 bytes a token, 2,048 in each of 36 layers", () => {
  const { bytesPerToken, layers } = memoryOf(modelOf("gpt-oss-120b"), 1);
  assertEquals(bytesPerToken, 73_728);
  assertEquals(layers.map((layer) => [layer.layers.count, layer.bytesPerToken]), [[18, 2048], [18, 2048]]);
});

Deno.test("alvarobartt/hf-mem#70: gpt-oss-20b, 32 sequences of 8,192 tokens, is 6.09 GiB or 12.00 GiB", () => {
  const { lowerBytes, upperBytes } = memoryOf(modelOf("gpt-oss-20b"), 8192, 32);
  assertEquals([gib(lowerBytes), gib(upperBytes)], [6.09, 12]);
});

Deno.test("NVIDIA/TensorRT-LLM#16707: keys and values in full would be 25 times the latent cache", () => {
  const model = modelOf("deepseek-v3.1");
  const full = modelOf("deepseek-v3.1", { kv_lora_rank: undefined });
  const ratio = memoryOf(full, 1).bytesPerToken / memoryOf(model, 1).bytesPerToken;
  assertEquals(Math.round(ratio), 25);
});

Deno.test("LMCache/LMCache#694: the latent is kept once, not for keys and for values", () => {
  assertEquals(memoryOf(modelOf("deepseek-v3.1"), 1).bytesPerToken, 61 * (512 + 64) * 2);
});

Deno.test("LMCache/LMCache#688 and #2248: head_dim counts where it is not hidden_size / heads", () => {
  assertEquals(memoryOf(modelOf("qwen3-32b"), 1).bytesPerToken, 2 * 64 * 8 * 128 * 2);
  assertEquals(memoryOf(modelOf("glm-4.5"), 1).bytesPerToken, 2 * 92 * 8 * 128 * 2);
});

Deno.test("KolosalAI/model-memory-calculator#2: the embedding length counts only where every head has its own", () => {
  assertEquals(memoryOf(modelOf("gpt2"), 1).bytesPerToken, 2 * 12 * 768 * 2);
  assertEquals(memoryOf(modelOf("llama-3.1-8b"), 1).bytesPerToken * 4, 2 * 32 * 4096 * 2);
});

Deno.test("llama-toolchest#58: Gemma 4 by (C · full + min(C, window) · sliding) · bytes, each kind with its own heads", () => {
  const tokens = 262_144;
  const { lowerBytes, upperBytes } = memoryOf(modelOf("gemma-4-31b-it"), tokens);
  const full = 10 * 2 * 4 * 512, sliding = 50 * 2 * 16 * 256;
  assertEquals(lowerBytes, (tokens * full + 1024 * sliding) * 2);
  assertEquals(upperBytes, tokens * (full + sliding) * 2);
});

Deno.test("NyxKrage's calculator was 7.4 % off between GB and GiB", () => {
  assertAlmostEquals(GIB / 1e9 - 1, 0.074, 5e-4);
});

Deno.test("huggingface.co/blog/llama31: 8B, 70B and 405B (first published with 16 KV heads) at 128,000 tokens", () => {
  const gigabytes = (model: CacheModel) => memoryOf(model, 128_000, 1, "fp16").lowerBytes / GIB;
  assertAlmostEquals(gigabytes(modelOf("llama-3.1-8b")), 15.62, 0.01);
  assertAlmostEquals(gigabytes(modelOf("llama-3.1-70b")), 39.06, 0.01);
  assertAlmostEquals(gigabytes(modelOf("llama-3.1-405b", { num_key_value_heads: 16 })), 123.05, 0.01);
});
