/**
 * Reads a hub's `config.json` as the shape of a Transformer of this family: Llama, Qwen2 and Qwen3. Whatever could
 * change a number and is not known here is refused.
 *
 * @module
 */
import { cutEnd } from "@/lib/lm/graphemes.ts";
import type { TransformerConfig } from "@/lib/transformer/config.ts";
import { readRope } from "@/lib/transformer/hub_rope.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";

/** A model of the family. */
export interface HubModel {
  readonly config: TransformerConfig;
  /** Whether the embedding's rows are the output matrix as well. */
  readonly tied: boolean;
  /** The matrices whose products get a bias. */
  readonly biases: readonly ("query" | "key" | "value" | "output")[];
  /** Whether each head's query and key are normalized. */
  readonly headNorms: boolean;
}

/** A parsed `config.json`. */
export type HubConfig = Readonly<Record<string, unknown>>;

const FAMILIES: readonly unknown[] = ["llama", "qwen2", "qwen3"];

/** Fields that are read, or checked to have the value that changes nothing. */
const READ = new Set([
  "model_type",
  "vocab_size",
  "max_position_embeddings",
  "num_hidden_layers",
  "hidden_size",
  "num_attention_heads",
  "num_key_value_heads",
  "head_dim",
  "intermediate_size",
  "rms_norm_eps",
  "rope_theta",
  "rope_scaling",
  "rope_parameters",
  "tie_word_embeddings",
  "attention_bias",
]);

/** Fields that change nothing while they have one of these values. */
const NEUTRAL: Readonly<Record<string, readonly unknown[]>> = {
  hidden_act: ["silu"],
  mlp_bias: [false, null],
  rope_interleaved: [false, null],
  partial_rotary_factor: [1, null],
  use_sliding_window: [false, null],
  use_mrope: [false, null],
  is_encoder_decoder: [false],
  add_cross_attention: [false],
};

/** Fields that say nothing of the numbers. */
const SILENT =
  /^(?:architectures|_name_or_path|transformers_version|(?:torch_)?dtype|use_cache|(?:bos|eos|pad|sep|decoder_start)_token_id|initializer_range|attention_dropout|pretraining_tp|is_llama_config|is_decoder|transformers\.js_config|_attn_implementation\w*|unsloth\w*|max_window_layers|id2label|label2id|return_dict|output_\w+|torchscript|problem_type|tokenizer_class|task_specific_params|chunk_size_feed_forward|finetuning_task|prefix|cross_attention_hidden_size|tie_encoder_decoder)$/;

/**
 * Reads a configuration.
 *
 * @throws {UnknownModelError} If it is of another family, or names something that is not computed here.
 */
export function readHubConfig(hub: HubConfig): HubModel {
  const type = hub.model_type;
  if (!FAMILIES.includes(type)) throw new UnknownModelError(`it is a model of type "${type}"`);
  checkFields(hub);
  const width = count(hub, "hidden_size"), heads = count(hub, "num_attention_heads");
  const keyHeads = type === "llama" && !hub.num_key_value_heads ? heads : count(hub, "num_key_value_heads");
  const headWidth = type !== "qwen3" && !hub.head_dim ? width / heads : count(hub, "head_dim");
  if (heads % keyHeads !== 0 || headWidth % 2 !== 0) {
    throw new UnknownModelError(`${heads} heads of ${headWidth} channels do not share ${keyHeads} of keys`);
  }
  const context = count(hub, "max_position_embeddings");
  return {
    config: {
      kind: "llama",
      vocabulary: count(hub, "vocab_size"),
      context,
      layers: count(hub, "num_hidden_layers"),
      width,
      heads,
      keyHeads,
      headWidth,
      feedForward: count(hub, "intermediate_size"),
      normEpsilon: number(hub, "rms_norm_eps"),
      ...readRope(hub, context),
    },
    tied: hub.tie_word_embeddings === true,
    biases: biases(hub),
    headNorms: type === "qwen3",
  };
}

/** Qwen2 adds biases to queries, keys and values; the others to all four, where they say so. */
function biases({ model_type, attention_bias }: HubConfig): HubModel["biases"] {
  if (model_type === "qwen2") return ["query", "key", "value"];
  return attention_bias === true ? ["query", "key", "value", "output"] : [];
}

function checkFields(hub: HubConfig): void {
  for (const [name, value] of Object.entries(hub)) {
    if (READ.has(name) || SILENT.test(name) || NEUTRAL[name]?.includes(value)) continue;
    // A window that is switched off has a width all the same.
    if (name === "sliding_window" && (value === null || hub.use_sliding_window === false)) continue;
    if (name === "layer_types" && isFullAttention(value)) continue;
    throw new UnknownModelError(
      `its configuration has "${name}": ${cutEnd(JSON.stringify(value) ?? "nothing", 60)}`,
    );
  }
}

function isFullAttention(value: unknown): boolean {
  return Array.isArray(value) && value.every((layer) => layer === "full_attention");
}

function count(hub: HubConfig, name: string): number {
  const value = hub[name];
  if (Number.isSafeInteger(value) && value as number > 0) return value as number;
  throw new UnknownModelError(`its configuration gives no usable "${name}": ${JSON.stringify(value)}`);
}

function number(hub: HubConfig, name: string): number {
  const value = hub[name];
  if (typeof value === "number" && value > 0) return value;
  throw new UnknownModelError(`its configuration gives no usable "${name}": ${JSON.stringify(value)}`);
}
