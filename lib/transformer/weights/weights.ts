/**
 * The weights of an embedded Transformer, read from its safetensors file.
 *
 * @module
 */
import type { TransformerConfig } from "@/lib/transformer/config.ts";
import type { FeedForwardWeights } from "@/lib/transformer/feed_forward.ts";
import { firstRows, type Matrix } from "@/lib/transformer/matrix.ts";
import { readSafetensors, type Safetensors } from "@/lib/transformer/weights/safetensors.ts";
import { storedConfig, storedMatrix, storedVector } from "@/lib/transformer/weights/stored_weights.ts";

/**
 * One layer: the attention's matrices, query [heads · head width, width], key and value [key heads · head width,
 * width], output [width, heads · head width]; the feed-forward's three; two norms [width].
 */
export interface LayerWeights<M = Matrix> extends FeedForwardWeights<M> {
  readonly attentionNorm: Float32Array;
  readonly query: M;
  readonly key: M;
  readonly value: M;
  readonly output: M;
  readonly feedForwardNorm: Float32Array;
  /** Added to what the matrix of the same name gives (Qwen2); one number a row. */
  readonly biases?: { readonly [Name in "query" | "key" | "value" | "output"]?: Float32Array };
  /** Norms of each head's query and key (Qwen3): each [head width]. */
  readonly headNorms?: { readonly query: Float32Array; readonly key: Float32Array };
}

/** Everything the forward pass needs. */
export interface TransformerWeights<M = Matrix> {
  readonly config: TransformerConfig;
  /** [vocabulary, width], with the mask's row at the end where there is a mask. */
  readonly embedding: M;
  /** [vocabulary, width]: the embedding's rows, or a matrix of its own. */
  readonly head: M;
  readonly layers: readonly LayerWeights<M>[];
  /** The last norm, [width]. */
  readonly norm: Float32Array;
}

/**
 * Reads a model file; its configuration is in the metadata under `config`.
 *
 * @throws {SyntaxError} If the file is not safetensors, or a tensor is missing or of an unknown type.
 */
export function readWeights(file: Uint8Array): TransformerWeights {
  const stored = readSafetensors(file);
  const config = storedConfig<TransformerConfig>(stored);
  const embedding = storedMatrix(stored, "embedding.weight");
  return {
    config,
    embedding,
    head: firstRows(embedding, config.vocabulary),
    layers: Array.from({ length: config.layers }, (_, index) => layer(stored, `blocks.${index}`)),
    norm: storedVector(stored, "norm.weight"),
  };
}

function layer(stored: Safetensors, name: string): LayerWeights {
  const matrix = (part: string) => storedMatrix(stored, `${name}.${part}.weight`);
  const vector = (part: string) => storedVector(stored, `${name}.${part}.weight`);
  return {
    attentionNorm: vector("attention_norm"),
    query: matrix("attention.query"),
    key: matrix("attention.key"),
    value: matrix("attention.value"),
    output: matrix("attention.output"),
    feedForwardNorm: vector("feed_forward_norm"),
    gate: matrix("feed_forward.gate"),
    up: matrix("feed_forward.up"),
    down: matrix("feed_forward.down"),
  };
}
