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
import {
  type GruConfig,
  type GruLayerWeights,
  type GruWeights,
  loadGruWeights,
} from "@/lib/recurrent/weights.ts";
import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";

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

/** How a recurrent model runs. */
interface GruOptions<M extends LoadedMatrix> {
  /** What computes. */
  readonly ops: Ops<M>;
  /** The longest chunk. Default: 64 tokens. */
  readonly chunk?: number;
}

/** Makes a recurrent model of its weights. @throws {RangeError} If the memory cannot be had. */
export function createGru<M extends LoadedMatrix>(
  unloaded: GruWeights,
  { ops, chunk = CHUNK }: GruOptions<M>,
): Gru {
  const { config, embedding, layers, output, norm } = loadGruWeights(ops, unloaded);
  const { width, hidden, vocabulary, context, normEpsilon } = config;
  const embedded = ops.floats(chunk * width);
  const gates = ops.floats(chunk * 3 * hidden);
  const recurrent = ops.floats(3 * hidden);
  const projected = ops.floats(chunk * width);
  const scores = ops.floats(chunk * vocabulary);

  function runLayer(
    layer: GruLayerWeights<M>,
    x: Float32Array,
    states: Float32Array,
    start: number,
    tokens: number,
  ) {
    ops.multiply(x, tokens, [{ matrix: layer.input, out: gates }]);
    for (let token = 0; token < tokens; token++) {
      const at = token * 3 * hidden;
      for (let i = 0; i < 3 * hidden; i++) gates[at + i]! += layer.inputBias[i]!;
      const from = (start + token) * hidden;
      ops.multiply(states.subarray(from, from + hidden), 1, [{ matrix: layer.state, out: recurrent }]);
      gatedStep(gates, at, recurrent, layer.stateBias, states, from);
    }
    return states.subarray((start + 1) * hidden, (start + 1 + tokens) * hidden);
  }

  return {
    config,
    chunk,
    forward(tokens, history, rows) {
      const start = history.length;
      checkRoom(tokens.length, start, chunk, context);
      tokens.forEach((token, row) => ops.row(embedding, token, embedded, row * width));
      let x: Float32Array = embedded;
      layers.forEach((layer, index) => {
        x = runLayer(layer, x, history.states[index]!, start, tokens.length);
      });
      history.length += tokens.length;
      const asked = x.subarray((tokens.length - rows) * hidden, tokens.length * hidden);
      ops.multiply(asked, rows, [{ matrix: output, out: projected }]);
      ops.rmsNorm(projected, norm, normEpsilon, rows, projected);
      ops.multiply(projected, rows, [{ matrix: embedding, out: scores }]);
      return scores.slice(0, rows * vocabulary);
    },
    createMemory: () => ({
      states: layers.map(() => ops.floats((context + 1) * hidden)),
      length: 0,
    }),
    cacheBytes: () => 0,
  };
}

function checkRoom(tokens: number, read: number, chunk: number, context: number): void {
  if (tokens > chunk) throw new RangeError(`A pass takes at most ${chunk} tokens: got ${tokens}`);
  if (read + tokens > context) {
    throw new RangeError(`The context holds ${context} tokens: got ${read + tokens}`);
  }
}
