/**
 * The weights of the embedded recurrent model, read from its safetensors file.
 *
 * @module
 */
import type { Matrix } from "@/lib/transformer/matrix.ts";
import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";
import { readSafetensors, type Safetensors } from "@/lib/transformer/weights/safetensors.ts";
import { storedConfig, storedMatrix, storedVector } from "@/lib/transformer/weights/stored_weights.ts";

/** Sizes and constants of a recurrent model with tied embeddings. */
export interface GruConfig {
  readonly kind: "gru";
  /** Tokens in the vocabulary. */
  readonly vocabulary: number;
  /** The longest text that it was trained on, in tokens; no more are read. */
  readonly context: number;
  readonly layers: number;
  /** Channels of the embedding. */
  readonly width: number;
  /** Numbers in the state of a layer. */
  readonly hidden: number;
  /** Added to the mean square before its root. */
  readonly normEpsilon: number;
}

/** A layer; the rows of each part are those of the reset gate, the update gate and the candidate, one after another. */
export interface GruLayerWeights<M = Matrix> {
  /** [3 · hidden, width of the layer's input]. */
  readonly input: M;
  /** [3 · hidden]. */
  readonly inputBias: Float32Array;
  /** [3 · hidden, hidden]. */
  readonly state: M;
  /** [3 · hidden]. */
  readonly stateBias: Float32Array;
}

/** Everything the forward pass needs. */
export interface GruWeights<M = Matrix> {
  readonly config: GruConfig;
  /** [vocabulary, width]; also the head. */
  readonly embedding: M;
  readonly layers: readonly GruLayerWeights<M>[];
  /** From the last layer's state to the channels of the embedding: [width, hidden]. */
  readonly output: M;
  /** The last norm, [width]. */
  readonly norm: Float32Array;
}

/**
 * Reads a model file; its configuration is in the metadata under `config`.
 *
 * @throws {SyntaxError} If the file is not safetensors, or a tensor is missing or of an unknown type.
 */
export function readGruWeights(file: Uint8Array): GruWeights {
  const stored = readSafetensors(file);
  const config = storedConfig<GruConfig>(stored);
  return {
    config,
    embedding: storedMatrix(stored, "embedding.weight"),
    layers: Array.from({ length: config.layers }, (_, index) => layer(stored, `blocks.${index}`)),
    output: storedMatrix(stored, "output.weight"),
    norm: storedVector(stored, "norm.weight"),
  };
}

function layer(stored: Safetensors, name: string): GruLayerWeights {
  return {
    input: storedMatrix(stored, `${name}.input.weight`),
    inputBias: storedVector(stored, `${name}.input.bias`),
    state: storedMatrix(stored, `${name}.state.weight`),
    stateBias: storedVector(stored, `${name}.state.bias`),
  };
}

/** The same weights in the memory that their operations compute in. @throws {RangeError} If it cannot be had. */
export function loadGruWeights<M extends LoadedMatrix>(ops: Ops<M>, weights: GruWeights): GruWeights<M> {
  const norm = ops.floats(weights.norm.length);
  norm.set(weights.norm);
  return {
    config: weights.config,
    embedding: ops.load(weights.embedding),
    layers: weights.layers.map((each) => ({
      ...each,
      input: ops.load(each.input),
      state: ops.load(each.state),
    })),
    output: ops.load(weights.output),
    norm,
  };
}
