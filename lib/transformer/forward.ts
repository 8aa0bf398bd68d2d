/**
 * The forward pass: token ids in, a score for every token of the vocabulary out.
 *
 *     x  = embedding[token]                                   [tokens, width]
 *     x += output(attention(rotate(query, key), value))       for each layer, on the normalized x
 *     x += feed_forward(x)                                     likewise
 *     logits = embedding · norm(x)                             [tokens, vocabulary]
 *
 * @module
 */
import type { SummarizeRow } from "@/lib/lm/distribution/row_summary.ts";
import { isCausal, type TransformerConfig } from "@/lib/transformer/config.ts";
import { cacheBytes, createKvCache, type KvCache } from "@/lib/transformer/kv_cache.ts";
import { createWorkspace, runLayer } from "@/lib/transformer/layer.ts";
import { loadWeights } from "@/lib/transformer/weights/load_weights.ts";
import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";
import { rotaryTable } from "@/lib/transformer/rotary.ts";
import { type Head, silenceHeads } from "@/lib/transformer/silence_heads.ts";
import type { TransformerWeights } from "@/lib/transformer/weights/weights.ts";

/** Sees the insides of a pass: what each head attended to, and the residual stream after each layer. */
export interface ForwardObserver {
  /** Weights of one head at one position over all positions that it sees; the array is reused, copy what you keep. */
  attention?(layer: number, head: number, position: number, weights: Float32Array): void;
  /**
   * Residual stream of the new tokens after a layer, [tokens, width]; the array is reused. `start` is the
   * position of the first of them.
   */
  residual?(layer: number, x: Float32Array, tokens: number, start: number): void;
}

/** Sees a row of logits where it was computed; the room is used again, copy what you keep. `index` counts from 0. */
export type LogitsVisitor = (row: Float32Array, index: number) => void;

/** A Transformer ready to run. */
export interface Transformer {
  readonly config: TransformerConfig;
  /** The longest chunk of tokens one pass takes. */
  readonly chunk: number;
  /**
   * Reads tokens at the positions after the cache's, fills the cache with them, and gives the logits of the
   * last `rows` of them, [rows, vocabulary]. A model that is not causal reads all its tokens at once: its cache has
   * to be empty.
   *
   * @param headsOff Attention heads that add nothing; those beyond the model's count for nothing.
   * @throws {RangeError} If there are more tokens than `chunk` or the context has room for.
   */
  forward(
    tokens: readonly number[],
    cache: KvCache,
    rows: number,
    observer?: ForwardObserver,
    headsOff?: readonly Head[],
  ): Float32Array;
  /**
   * {@linkcode Transformer.forward} in steps, one a layer and one a row of logits, so that other work can run in
   * between; not another pass, which works in the same room.
   */
  layers(
    tokens: readonly number[],
    cache: KvCache,
    rows: number,
    observer?: ForwardObserver,
    headsOff?: readonly Head[],
  ): Generator<void, Float32Array>;
  /** {@linkcode Transformer.layers} that shows each row of logits in place of giving them all. */
  visitRows(
    tokens: readonly number[],
    cache: KvCache,
    rows: number,
    visit: LogitsVisitor,
    observer?: ForwardObserver,
    headsOff?: readonly Head[],
  ): Generator<void, void>;
  /** Sums a row of logits up; quickest for one that was visited last. */
  readonly summarize: SummarizeRow;
  /** An empty KV cache. */
  createMemory(): KvCache;
  /** Bytes of the KV cache's filled positions. */
  cacheBytes(cache: KvCache): number;
  /** Logits of residual vectors, [tokens, width] to [tokens, vocabulary]: the guess that a layer would make. */
  head(x: Float32Array, tokens: number): Float32Array;
}

/** How a Transformer runs. */
interface TransformerOptions<M extends LoadedMatrix> {
  /** What computes. */
  readonly ops: Ops<M>;
  /** The longest chunk. Default: 64 tokens; of a model that is not causal, which reads all at once, its context. */
  readonly chunk?: number;
}

const CHUNK = 64;

/** Makes a Transformer of its weights. @throws {RangeError} If the memory cannot be had. */
export function createTransformer<M extends LoadedMatrix>(
  unloaded: TransformerWeights,
  { ops, chunk = isCausal(unloaded.config) ? CHUNK : unloaded.config.context }: TransformerOptions<M>,
): Transformer {
  const { config } = unloaded;
  const weights = loadWeights(ops, unloaded);
  const room = createWorkspace(config, chunk, ops);
  const fillRotary = rotaryTable(config);
  const head = createHead(ops, weights);

  function* visitRows(
    tokens: readonly number[],
    cache: KvCache,
    rows: number,
    visit: LogitsVisitor,
    observer?: ForwardObserver,
    headsOff: readonly Head[] = [],
  ): Generator<void, void> {
    checkRoom(tokens.length, cache.length, chunk, config.context);
    cache.reserve(cache.length + tokens.length);
    tokens.forEach((token, row) => ops.row(weights.embedding, token, room.x, row * config.width));
    fillRotary(cache.length, tokens.length, room.rotary);
    for (const [index, layer] of weights.layers.entries()) {
      const observe = observer?.attention?.bind(observer, index);
      const own = silenceHeads(ops, index, headsOff);
      runLayer(own, config, layer, index, tokens.length, cache, room, observe);
      observer?.residual?.(index, room.x, tokens.length, cache.length);
      yield;
    }
    cache.length += tokens.length;
    const asked = room.x.subarray((tokens.length - rows) * config.width, tokens.length * config.width);
    yield* head(asked, rows, visit);
  }
  function collect(rows: number, run: (visit: LogitsVisitor) => Generator<void, void>) {
    const logits = new Float32Array(rows * config.vocabulary);
    const steps = run((row, index) => logits.set(row, index * config.vocabulary));
    return { logits, steps };
  }
  function* layers(...[tokens, cache, rows, ...rest]: Parameters<Transformer["layers"]>) {
    const { logits, steps } = collect(rows, (visit) => visitRows(tokens, cache, rows, visit, ...rest));
    yield* steps;
    return logits;
  }
  return {
    config,
    chunk,
    layers,
    visitRows,
    summarize: ops.summarize,
    head(x, tokens) {
      const { logits, steps } = collect(tokens, (visit) => head(x, tokens, visit));
      lastOf(steps);
      return logits;
    },
    forward: (...pass) => lastOf(layers(...pass)),
    createMemory: () => createKvCache(config, ops),
    cacheBytes: (cache) => cacheBytes(cache, config),
  };
}

/**
 * The last norm and the matrix of the output: [tokens, width] to [tokens, vocabulary]. One row at a time, so that a row
 * is rounded alike however many are asked for.
 */
function createHead<M extends LoadedMatrix>(ops: Ops<M>, { config, norm, head }: TransformerWeights<M>) {
  const { width, vocabulary } = config;
  const normed = ops.floats(width);
  const row = ops.floats(vocabulary);
  return function* (x: Float32Array, tokens: number, visit: LogitsVisitor): Generator<void, void> {
    for (let token = 0; token < tokens; token++) {
      if (token > 0) yield;
      normed.set(x.subarray(token * width, (token + 1) * width));
      ops.rmsNorm(normed, norm, config.normEpsilon, 1, normed);
      ops.multiply(normed, 1, [{ matrix: head, out: row }]);
      visit(row, token);
    }
  };
}

/** What a generator returns. */
function lastOf<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

function checkRoom(tokens: number, cached: number, chunk: number, context: number): void {
  if (tokens > chunk) throw new RangeError(`A pass takes at most ${chunk} tokens: got ${tokens}`);
  if (cached + tokens > context) {
    throw new RangeError(`The context holds ${context} tokens: got ${cached + tokens}`);
  }
}
