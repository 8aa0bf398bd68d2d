/**
 * What a repository's `config.json` says: whether the model predicts the next token, and its size.
 *
 * @module
 */
import { ModelError } from "@/lib/models/model_provider.ts";

/** A parsed `config.json`. */
export type ModelConfig = Readonly<Record<string, unknown>>;

/** What the fields of a configuration come to; null where the configuration does not say. */
export interface ConfigFacts {
  readonly contextLength: number | null;
  readonly vocabularySize: number | null;
  readonly parameters: number | null;
}

/** Architectures that predict the next token from the ones before. */
const CAUSAL_ARCHITECTURE = /(?:ForCausalLM|LMHeadModel)$/;

/** Types that a configuration without architectures must not have. */
const OTHER_TYPES =
  /^(?:bert|distilbert|roberta|xlm-roberta|electra|albert|mpnet|deberta|modernbert|t5|mt5|bart|vit|clip|whisper)/;

/**
 * Parses a `config.json`.
 *
 * @throws {ModelError} `unsupported`, if it is not a JSON object.
 */
export function parseModelConfig(bytes: Uint8Array): ModelConfig {
  try {
    const config: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof config === "object" && config !== null && !Array.isArray(config)) return config as ModelConfig;
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw new ModelError("unsupported", "The repository's config.json is not a JSON object");
}

/**
 * Checks that the model predicts the next token.
 *
 * @throws {ModelError} `unsupported`, with what the model is instead.
 */
export function assertCausal(config: ModelConfig): void {
  const architectures = Array.isArray(config.architectures) ? config.architectures.map(String) : [];
  const type = typeof config.model_type === "string" ? config.model_type : "";
  const causal = architectures.length > 0
    ? architectures.some((name) => CAUSAL_ARCHITECTURE.test(name))
    : type !== "" && !OTHER_TYPES.test(type);
  if (causal && config.is_encoder_decoder !== true) return;
  const what = architectures[0] ?? (type === "" ? "a model of unknown type" : type);
  throw new ModelError(
    "unsupported",
    `This is not a causal language model but ${what}: choose a repository whose architecture ends in "ForCausalLM"`,
  );
}

/** Reads the sizes out of a configuration, in the spellings of the llama and the gpt2 families. */
export function configFacts(config: ModelConfig): ConfigFacts {
  return {
    contextLength: count(config, "max_position_embeddings", "n_positions", "max_sequence_length"),
    vocabularySize: count(config, "vocab_size"),
    parameters: isGpt2(config) ? gpt2Parameters(config) : llamaParameters(config),
  };
}

/** Parameters of a decoder with gated feed-forward layers and grouped-query attention. */
function llamaParameters(config: ModelConfig): number | null {
  const type = String(config.model_type);
  const hidden = count(config, "hidden_size"), layers = count(config, "num_hidden_layers");
  const heads = count(config, "num_attention_heads"), feedForward = count(config, "intermediate_size");
  const vocabulary = count(config, "vocab_size");
  if (!/^(?:llama|mistral|qwen2|qwen3)$/.test(type)) return null;
  if (!hidden || !layers || !heads || !feedForward || !vocabulary) return null;
  const head = count(config, "head_dim") ?? hidden / heads;
  const query = heads * head, keyValue = (count(config, "num_key_value_heads") ?? heads) * head;
  const biased = type === "qwen2" || config.attention_bias === true;
  const attention = 2 * hidden * query + 2 * hidden * keyValue +
    (biased ? query + 2 * keyValue : 0) + (config.attention_bias === true ? hidden : 0);
  const norms = 2 * hidden + (type === "qwen3" ? 2 * head : 0);
  const tables = (config.tie_word_embeddings === true ? 1 : 2) * vocabulary * hidden;
  return tables + layers * (attention + 3 * hidden * feedForward + norms) + hidden;
}

/** Parameters of GPT-2: learned positions, biases everywhere, tied embeddings. */
function gpt2Parameters(config: ModelConfig): number | null {
  const hidden = count(config, "n_embd", "hidden_size"),
    layers = count(config, "n_layer", "num_hidden_layers");
  const positions = count(config, "n_positions"), vocabulary = count(config, "vocab_size");
  if (!hidden || !layers || !positions || !vocabulary) return null;
  const inner = count(config, "n_inner") ?? 4 * hidden;
  const attention = 4 * hidden * hidden + 4 * hidden;
  const feedForward = 2 * hidden * inner + inner + hidden;
  return (vocabulary + positions) * hidden + layers * (attention + feedForward + 4 * hidden) + 2 * hidden;
}

function isGpt2(config: ModelConfig): boolean {
  return config.model_type === "gpt2";
}

function count(config: ModelConfig, ...names: string[]): number | null {
  for (const name of names) {
    const value = config[name];
    if (Number.isSafeInteger(value) && value as number > 0) return value as number;
  }
  return null;
}
