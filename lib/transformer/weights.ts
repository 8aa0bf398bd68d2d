/**
 * The weights of an embedded Transformer, read from its safetensors file and expanded once.
 *
 * @module
 */
import type { TransformerConfig } from "@/lib/transformer/config.ts";
import type { FeedForwardWeights } from "@/lib/transformer/feed_forward.ts";
import { firstRows, type Matrix } from "@/lib/transformer/matrix.ts";
import { readSafetensors, type Safetensors } from "@/lib/transformer/safetensors.ts";
import { storedConfig, storedMatrix, storedVector } from "@/lib/transformer/stored_weights.ts";

/** One layer: the attention's four matrices [width, width], the feed-forward's three, and two norms [width]. */
export interface LayerWeights extends FeedForwardWeights {
  readonly attentionNorm: Float32Array;
  readonly query: Matrix;
  readonly key: Matrix;
  readonly value: Matrix;
  readonly output: Matrix;
  readonly feedForwardNorm: Float32Array;
}

/** Everything the forward pass needs. */
export interface TransformerWeights {
  readonly config: TransformerConfig;
  /** [vocabulary, width], with the mask's row at the end where there is a mask. */
  readonly embedding: Matrix;
  /** The vocabulary's rows of the embedding, [vocabulary, width]. */
  readonly head: Matrix;
  readonly layers: readonly LayerWeights[];
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
