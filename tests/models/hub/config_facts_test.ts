import { assertEquals } from "@std/assert";
import { configFacts, type ModelConfig } from "@/lib/models/hub/model_config.ts";

/** Published models, and their numbers of parameters as the hub counts them in their safetensors. */
const PUBLISHED: readonly (readonly [string, ModelConfig, number])[] = [
  [
    "gpt2",
    { model_type: "gpt2", n_embd: 768, n_layer: 12, n_positions: 1024, vocab_size: 50257 },
    124_439_808,
  ],
  ["SmolLM2-135M", {
    model_type: "llama",
    hidden_size: 576,
    num_hidden_layers: 30,
    num_attention_heads: 9,
    num_key_value_heads: 3,
    intermediate_size: 1536,
    vocab_size: 49152,
    tie_word_embeddings: true,
  }, 134_515_008],
  ["TinyLlama-1.1B", {
    model_type: "llama",
    hidden_size: 2048,
    num_hidden_layers: 22,
    num_attention_heads: 32,
    num_key_value_heads: 4,
    intermediate_size: 5632,
    vocab_size: 32000,
  }, 1_100_048_384],
  ["Llama-2-7b", {
    model_type: "llama",
    hidden_size: 4096,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    intermediate_size: 11008,
    vocab_size: 32000,
  }, 6_738_415_616],
  ["Qwen2.5-0.5B", {
    model_type: "qwen2",
    hidden_size: 896,
    num_hidden_layers: 24,
    num_attention_heads: 14,
    num_key_value_heads: 2,
    intermediate_size: 4864,
    vocab_size: 151_936,
    tie_word_embeddings: true,
  }, 494_032_768],
  ["Qwen3-0.6B", {
    model_type: "qwen3",
    hidden_size: 1024,
    num_hidden_layers: 28,
    num_attention_heads: 16,
    num_key_value_heads: 8,
    head_dim: 128,
    intermediate_size: 3072,
    vocab_size: 151_936,
    tie_word_embeddings: true,
    attention_bias: false,
  }, 596_049_920],
  ["Mistral-7B-v0.1", {
    model_type: "mistral",
    hidden_size: 4096,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    intermediate_size: 14336,
    vocab_size: 32000,
  }, 7_241_732_096],
];

for (const [name, config, parameters] of PUBLISHED) {
  Deno.test(`configFacts() counts the parameters of ${name} to the last one`, () => {
    assertEquals(configFacts(config).parameters, parameters);
  });
}

Deno.test("configFacts() takes what is left out as the families do: heads of keys, a head's width, untied tables", () => {
  const config = {
    model_type: "llama",
    hidden_size: 64,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    intermediate_size: 100,
    vocab_size: 300,
  };
  const { parameters } = configFacts(config);
  const whole = {
    ...config,
    num_key_value_heads: 4,
    head_dim: 16,
    tie_word_embeddings: false,
    attention_bias: false,
  };
  assertEquals(configFacts(whole).parameters, parameters);
  assertEquals(configFacts({ ...whole, tie_word_embeddings: true }).parameters, parameters! - 300 * 64);
  // Queries, keys and values have a bias for each number, what comes out one for each channel.
  assertEquals(configFacts({ ...whole, attention_bias: true }).parameters, parameters! + 2 * (3 * 64 + 64));
  const { parameters: small } = configFacts({
    model_type: "gpt2",
    n_embd: 8,
    n_layer: 1,
    n_positions: 4,
    vocab_size: 9,
  });
  const inner = { model_type: "gpt2", n_embd: 8, n_layer: 1, n_positions: 4, vocab_size: 9, n_inner: 32 };
  assertEquals(configFacts(inner).parameters, small);
  assertEquals(configFacts({ ...inner, n_inner: 33 }).parameters, small! + 17);
});

Deno.test("configFacts() says nothing that the configuration does not", () => {
  const nothing = { contextLength: null, vocabularySize: null, parameters: null };
  assertEquals(configFacts({}), nothing);
  assertEquals(configFacts({ model_type: "mixtral", vocab_size: 10 }), { ...nothing, vocabularySize: 10 });
  assertEquals(configFacts({ n_positions: 5, max_position_embeddings: 0 }), { ...nothing, contextLength: 5 });
});
