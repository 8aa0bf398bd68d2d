/** 1 is a size like any other, and 0 says that there is none of it. */
import { assertEquals } from "@std/assert";
import { readCacheConfig } from "@/lib/lm/kv_cache/config/read_cache_config.ts";

const PLAIN = {
  num_hidden_layers: 2,
  hidden_size: 64,
  num_attention_heads: 2,
  num_key_value_heads: 2,
};

function layersOf(config: object): unknown {
  const result = readCacheConfig({ ...PLAIN, ...config });
  return "problem" in result ? result.problem : result.model.layers;
}

Deno.test("a latent of one number is one, of none there is none, and its position key may be empty", () => {
  const latent = { kind: "latent_attention", count: 2 };
  const family = { model_type: "deepseek_v3" };
  const rope = (kv_lora_rank: number, qk_rope_head_dim: number) =>
    layersOf({ ...family, kv_lora_rank, qk_rope_head_dim });
  assertEquals(rope(1, 1), [{ ...latent, latentSize: 1, ropeSize: 1 }]);
  assertEquals(rope(1, 0), [{ ...latent, latentSize: 1, ropeSize: 0 }]);
  assertEquals(rope(0, 1), [{
    kind: "full_attention",
    count: 2,
    kvHeads: 2,
    keySize: 32,
    valueSize: 32,
    window: null,
  }]);
  assertEquals(
    layersOf({ ...family, kv_lora_rank: 1 }),
    "There is a latent (kv_lora_rank) and no qk_rope_head_dim beside it.",
  );
});

Deno.test("an index of one number is one, and of none there is none", () => {
  const kinds = (index_head_dim: number) => {
    const layers = layersOf({
      model_type: "deepseek_v3",
      kv_lora_rank: 8,
      qk_rope_head_dim: 4,
      index_head_dim,
    });
    return (layers as { readonly kind: string; readonly keySize?: number }[]).map((layer) =>
      layer.keySize ?? layer.kind
    );
  };
  assertEquals([kinds(1), kinds(0)], [["latent_attention", 1], ["latent_attention"]]);
});

Deno.test("one layer, one head, one number a head and a window of one token are read as they stand", () => {
  const full = { kind: "full_attention", count: 2, kvHeads: 2, keySize: 32, valueSize: 32, window: null };
  assertEquals(layersOf({ model_type: "llama", num_hidden_layers: 1 }), [{ ...full, count: 1 }]);
  assertEquals(layersOf({ model_type: "llama", num_key_value_heads: 1 }), [{ ...full, kvHeads: 1 }]);
  assertEquals(layersOf({ model_type: "llama", head_dim: 1 }), [{ ...full, keySize: 1, valueSize: 1 }]);
  assertEquals(layersOf({ model_type: "mistral", sliding_window: 1 }), [{
    ...full,
    kind: "sliding_attention",
    window: 1,
  }]);
});

Deno.test("one layer that encodes and one that decodes make a model of two halves, and either alone does not", () => {
  const halves = (encoder_layers?: number, decoder_layers?: number) =>
    String(layersOf({ model_type: "other", encoder_layers, decoder_layers })).startsWith(
      "This model encodes",
    );
  assertEquals([halves(1, 1), halves(1, 0), halves(0, 1), halves(1), halves()], [
    true,
    false,
    false,
    false,
    false,
  ]);
  const records = (encoder?: unknown, decoder?: unknown) =>
    String(layersOf({ model_type: "other", encoder, decoder })).startsWith("This model encodes");
  assertEquals([records({}, {}), records({}), records(undefined, {}), records(1, {})], [
    true,
    false,
    false,
    false,
  ]);
});
