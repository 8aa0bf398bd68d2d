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
import { attend } from "@/lib/transformer/attention.ts";
import { isCausal, type TransformerConfig } from "@/lib/transformer/config.ts";
import { feedForward } from "@/lib/transformer/feed_forward.ts";
import { cacheBytes, createKvCache, type KvCache, remember } from "@/lib/transformer/kv_cache.ts";
import { multiply } from "@/lib/transformer/matrix.ts";
import { rmsNorm } from "@/lib/transformer/rms_norm.ts";
import { type RotaryTable, rotaryTable, rotate } from "@/lib/transformer/rotary.ts";
import type { LayerWeights, TransformerWeights } from "@/lib/transformer/weights.ts";

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

/** Room that a pass works in, made once for the longest chunk, so that decoding allocates nothing. */
interface Workspace {
  readonly x: Float32Array;
  readonly normed: Float32Array;
  readonly query: Float32Array;
  readonly key: Float32Array;
  readonly value: Float32Array;
  readonly mixed: Float32Array;
  readonly gated: Float32Array;
  readonly raised: Float32Array;
  readonly scores: Float32Array;
}

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
   * @throws {RangeError} If there are more tokens than `chunk` or the context has room for.
   */
  forward(tokens: readonly number[], cache: KvCache, rows: number, observer?: ForwardObserver): Float32Array;
  /**
   * {@linkcode Transformer.forward} in steps, one a layer, so that other work can run in between; not another pass,
   * which works in the same room.
   */
  layers(
    tokens: readonly number[],
    cache: KvCache,
    rows: number,
    observer?: ForwardObserver,
  ): Generator<void, Float32Array>;
  /** An empty KV cache. */
  createMemory(): KvCache;
  /** Bytes of the KV cache's filled positions. */
  cacheBytes(cache: KvCache): number;
  /** Logits of residual vectors, [tokens, width] to [tokens, vocabulary]: the guess that a layer would make. */
  head(x: Float32Array, tokens: number): Float32Array;
}

/** The longest chunk of a causal model; another one has no chunks but the whole. */
const CHUNK = 64;

/** Makes a Transformer of its weights. */
export function createTransformer(
  weights: TransformerWeights,
  chunk = isCausal(weights.config) ? CHUNK : weights.config.context,
): Transformer {
  const { config } = weights;
  const rotary = rotaryTable(config);
  const room = workspace(config, chunk);
  const head = (x: Float32Array, tokens: number) => {
    rmsNorm(x, weights.norm, config.normEpsilon, tokens, room.normed);
    const logits = new Float32Array(tokens * config.vocabulary);
    multiply(weights.head, room.normed, tokens, logits);
    return logits;
  };
  function* layers(
    tokens: readonly number[],
    cache: KvCache,
    rows: number,
    observer?: ForwardObserver,
  ): Generator<void, Float32Array> {
    checkRoom(tokens.length, cache.length, chunk, config.context);
    embed(weights, tokens, room.x);
    for (const [index, layer] of weights.layers.entries()) {
      runLayer(config, layer, index, tokens.length, cache, rotary, room, observer);
      observer?.residual?.(index, room.x, tokens.length, cache.length);
      yield;
    }
    cache.length += tokens.length;
    return head(room.x.subarray((tokens.length - rows) * config.width, tokens.length * config.width), rows);
  }
  return {
    config,
    chunk,
    head,
    layers,
    forward: (...pass) => lastOf(layers(...pass)),
    createMemory: () => createKvCache(config),
    cacheBytes: (cache) => cacheBytes(cache, config),
  };
}

/** What a generator returns. */
function lastOf<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

function workspace(config: TransformerConfig, chunk: number): Workspace {
  const perToken = (channels: number) => new Float32Array(chunk * channels);
  return {
    x: perToken(config.width),
    normed: perToken(config.width),
    query: perToken(config.width),
    key: perToken(config.width),
    value: perToken(config.width),
    mixed: perToken(config.width),
    gated: perToken(config.feedForward),
    raised: perToken(config.feedForward),
    scores: new Float32Array(config.context),
  };
}

function checkRoom(tokens: number, cached: number, chunk: number, context: number): void {
  if (tokens > chunk) throw new RangeError(`A pass takes at most ${chunk} tokens: got ${tokens}`);
  if (cached + tokens > context) {
    throw new RangeError(`The context holds ${context} tokens: got ${cached + tokens}`);
  }
}

function embed({ embedding }: TransformerWeights, tokens: readonly number[], x: Float32Array): void {
  const { columns, data } = embedding;
  tokens.forEach((token, row) => x.set(data.subarray(token * columns, (token + 1) * columns), row * columns));
}

function runLayer(
  config: TransformerConfig,
  layer: LayerWeights,
  index: number,
  tokens: number,
  cache: KvCache,
  rotary: RotaryTable,
  room: Workspace,
  observer?: ForwardObserver,
): void {
  const { x, normed, query, key, value, mixed } = room;
  const start = cache.length;
  const keys = cache.keys[index]!;
  const values = cache.values[index]!;
  rmsNorm(x, layer.attentionNorm, config.normEpsilon, tokens, normed);
  multiply(layer.query, normed, tokens, query);
  multiply(layer.key, normed, tokens, key);
  multiply(layer.value, normed, tokens, value);
  for (let token = 0; token < tokens; token++) {
    rotate(query, token * config.width, start + token, config, rotary);
    rotate(key, token * config.width, start + token, config, rotary);
  }
  remember(config, key, tokens, start, keys);
  remember(config, value, tokens, start, values);
  const observe = observer?.attention?.bind(observer, index);
  attend(config, query, keys, values, start, tokens, room.scores, mixed, observe);
  multiply(layer.output, mixed, tokens, normed);
  add(x, normed, tokens * config.width);
  rmsNorm(x, layer.feedForwardNorm, config.normEpsilon, tokens, normed);
  feedForward(layer, normed, tokens, room.gated, room.raised, mixed);
  add(x, mixed, tokens * config.width);
}

function add(x: Float32Array, change: Float32Array, length: number): void {
  for (let i = 0; i < length; i++) x[i]! += change[i]!;
}
