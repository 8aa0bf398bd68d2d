/**
 * The forward pass of a recurrent model: all that it knows of the tokens before is one state a layer.
 *
 *     x      = embedding[token]                               [tokens, width]
 *     x      = h, the states after each token                 for each layer, one token after another
 *     logits = embedding · norm(output · x)                   [tokens, vocabulary]
 *
 * @module
 */
import { gatedStep } from "@/lib/recurrent/gated_step.ts";
import type { GruConfig, GruLayerWeights, GruWeights } from "@/lib/recurrent/weights.ts";
import { multiply, readRow } from "@/lib/transformer/matrix.ts";
import { rmsNorm } from "@/lib/transformer/rms_norm.ts";

/**
 * The state of every layer after each token that was read, so that a text can be changed near its end without reading
 * it all again. The model itself needs the last state only.
 */
export interface StateHistory {
  /** [layers][context + 1, hidden]; the first row is the state before any token: zeros. */
  readonly states: readonly Float32Array[];
  /** Tokens read. Setting it lower goes back to an earlier state. */
  length: number;
}

/** A recurrent model ready to run. */
export interface Gru {
  readonly config: GruConfig;
  /** The longest chunk of tokens one pass takes. */
  readonly chunk: number;
  /**
   * Reads tokens from the history's last state on, adds their states to it, and gives the logits of the last `rows`
   * of them, [rows, vocabulary].
   *
   * @throws {RangeError} If there are more tokens than `chunk` or the context has room for.
   */
  forward(tokens: readonly number[], history: StateHistory, rows: number): Float32Array;
  /** A history without tokens. */
  createMemory(): StateHistory;
  /** Bytes of the KV cache: 0, since there is none. */
  cacheBytes(): number;
}

const CHUNK = 64;

/** Makes a recurrent model of its weights. */
export function createGru(weights: GruWeights, chunk = CHUNK): Gru {
  const { config, embedding, layers, output, norm } = weights;
  const { width, hidden, vocabulary, context, normEpsilon } = config;
  const embedded = new Float32Array(chunk * width);
  const gates = new Float32Array(chunk * 3 * hidden);
  const recurrent = new Float32Array(3 * hidden);

  function runLayer(
    layer: GruLayerWeights,
    x: Float32Array,
    states: Float32Array,
    start: number,
    tokens: number,
  ) {
    multiply(layer.input, x, tokens, gates);
    for (let token = 0; token < tokens; token++) {
      const at = token * 3 * hidden;
      for (let i = 0; i < 3 * hidden; i++) gates[at + i]! += layer.inputBias[i]!;
      const from = (start + token) * hidden;
      multiply(layer.state, states.subarray(from, from + hidden), 1, recurrent);
      gatedStep(gates, at, recurrent, layer.stateBias, states, from);
    }
    return states.subarray((start + 1) * hidden, (start + 1 + tokens) * hidden);
  }

  return {
    config,
    chunk,
    forward(tokens, history, rows) {
      const start = history.length;
      if (tokens.length > chunk) {
        throw new RangeError(`A pass takes at most ${chunk} tokens: got ${tokens.length}`);
      }
      if (start + tokens.length > context) {
        throw new RangeError(`The context holds ${context} tokens: got ${start + tokens.length}`);
      }
      tokens.forEach((token, row) => readRow(embedding, token, embedded, row * width));
      let x: Float32Array = embedded;
      layers.forEach((layer, index) => {
        x = runLayer(layer, x, history.states[index]!, start, tokens.length);
      });
      history.length += tokens.length;
      const projected = new Float32Array(rows * width);
      multiply(output, x.subarray((tokens.length - rows) * hidden, tokens.length * hidden), rows, projected);
      rmsNorm(projected, norm, normEpsilon, rows, projected);
      const logits = new Float32Array(rows * vocabulary);
      multiply(embedding, projected, rows, logits);
      return logits;
    },
    createMemory: () => ({
      states: layers.map(() => new Float32Array((context + 1) * hidden)),
      length: 0,
    }),
    cacheBytes: () => 0,
  };
}
