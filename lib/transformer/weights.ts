/**
 * The weights of the embedded Transformer, read from its safetensors file and expanded once.
 *
 * @module
 */
import type { TransformerConfig } from "@/lib/transformer/config.ts";
import type { FeedForwardWeights } from "@/lib/transformer/feed_forward.ts";
import type { Matrix } from "@/lib/transformer/matrix.ts";
import { expandFourBits, readFloats, readHalves } from "@/lib/transformer/quantization.ts";
import { readSafetensors, type Safetensors, type StoredTensor } from "@/lib/transformer/safetensors.ts";

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
  /** [vocabulary, width]; also the head. */
  readonly embedding: Matrix;
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
  const config: TransformerConfig = JSON.parse(stored.metadata["config"] ?? "null");
  if (config === null) throw new SyntaxError('The model file has no "config" in its metadata');
  return {
    config,
    embedding: matrix(stored, "embedding.weight"),
    layers: Array.from({ length: config.layers }, (_, index) => layer(stored, `blocks.${index}`)),
    norm: floats(tensor(stored, "norm.weight")),
  };
}

function layer(stored: Safetensors, name: string): LayerWeights {
  return {
    attentionNorm: floats(tensor(stored, `${name}.attention_norm.weight`)),
    query: matrix(stored, `${name}.attention.query.weight`),
    key: matrix(stored, `${name}.attention.key.weight`),
    value: matrix(stored, `${name}.attention.value.weight`),
    output: matrix(stored, `${name}.attention.output.weight`),
    feedForwardNorm: floats(tensor(stored, `${name}.feed_forward_norm.weight`)),
    gate: matrix(stored, `${name}.feed_forward.gate.weight`),
    up: matrix(stored, `${name}.feed_forward.up.weight`),
    down: matrix(stored, `${name}.feed_forward.down.weight`),
  };
}

function tensor(stored: Safetensors, name: string): StoredTensor {
  const found = stored.tensors.get(name);
  if (found === undefined) throw new SyntaxError(`The model file has no tensor "${name}"`);
  return found;
}

function matrix(stored: Safetensors, name: string): Matrix {
  const found = tensor(stored, name);
  const [rows = 0, stride = 0] = found.shape;
  if (found.dtype !== "U8") return { rows, columns: stride, data: floats(found) };
  return { rows, columns: stride * 2, data: expandFourBits(found, tensor(stored, `${name}.scale`)) };
}

function floats({ dtype, bytes }: StoredTensor): Float32Array {
  if (dtype === "F32") return readFloats(bytes);
  if (dtype === "F16") return readHalves(bytes);
  throw new SyntaxError(`Tensors of type "${dtype}" are not read`);
}
