/**
 * One layer of the forward pass, for a chunk of tokens:
 *
 *     x += output(attention(rotate(query), rotate(key), value))    on the normalized x
 *     x += feed_forward(x)                                          likewise
 *
 * @module
 */
import type { AttentionObserver } from "@/lib/transformer/attention.ts";
import {
  headWidth,
  isCausal,
  keyHeads,
  keyWidth,
  queryWidth,
  type TransformerConfig,
} from "@/lib/transformer/config.ts";
import { feedForward } from "@/lib/transformer/feed_forward.ts";
import { type KvCache, remember } from "@/lib/transformer/kv_cache.ts";
import type { LoadedMatrix, Ops } from "@/lib/transformer/ops.ts";
import { type RotaryTable, rotate } from "@/lib/transformer/rotary.ts";
import type { LayerWeights } from "@/lib/transformer/weights/weights.ts";

/** Room that a pass works in, made once for the longest chunk, so that decoding allocates nothing. */
interface Workspace {
  /** The residual stream, [tokens, width]. */
  readonly x: Float32Array;
  /** [tokens, width]. */
  readonly normed: Float32Array;
  /** [tokens, heads · head width]. */
  readonly query: Float32Array;
  /** [tokens, key heads · head width]. */
  readonly key: Float32Array;
  readonly value: Float32Array;
  /** [tokens, heads · head width]. */
  readonly mixed: Float32Array;
  /** What a part adds to the stream, [tokens, width]. */
  readonly change: Float32Array;
  /** [tokens, feed-forward]. */
  readonly gates: Float32Array;
  readonly raised: Float32Array;
  readonly rotary: RotaryTable;
}

/** Room for chunks of up to this number of tokens. */
export function createWorkspace(
  config: TransformerConfig,
  chunk: number,
  ops: Pick<Ops, "floats">,
): Workspace {
  const perToken = (channels: number) => ops.floats(chunk * channels);
  const table = () => new Float32Array(chunk * headWidth(config) / 2);
  return {
    x: perToken(config.width),
    normed: perToken(config.width),
    query: perToken(queryWidth(config)),
    key: perToken(keyWidth(config)),
    value: perToken(keyWidth(config)),
    mixed: perToken(queryWidth(config)),
    change: perToken(config.width),
    gates: perToken(config.feedForward),
    raised: perToken(config.feedForward),
    rotary: { cosines: table(), sines: table() },
  };
}

/**
 * Runs a layer on the residual stream of new tokens, in place, and keeps their keys and values.
 *
 * @param cache Its `length` is the position of the first new token; it has room for all of them.
 */
export function runLayer<M extends LoadedMatrix>(
  ops: Ops<M>,
  config: TransformerConfig,
  layer: LayerWeights<M>,
  index: number,
  tokens: number,
  cache: KvCache,
  room: Workspace,
  observe?: AttentionObserver,
): void {
  const { x, normed, change } = room;
  ops.rmsNorm(x, layer.attentionNorm, config.normEpsilon, tokens, normed);
  attention(ops, config, layer, index, tokens, cache, room, observe);
  add(x, change, tokens * config.width);
  ops.rmsNorm(x, layer.feedForwardNorm, config.normEpsilon, tokens, normed);
  feedForward(ops, layer, normed, tokens, room.gates, room.raised, change);
  add(x, change, tokens * config.width);
}

/** Attention of `normed`, to `change`. */
function attention<M extends LoadedMatrix>(
  ops: Ops<M>,
  config: TransformerConfig,
  { biases = {}, headNorms, ...layer }: LayerWeights<M>,
  index: number,
  tokens: number,
  cache: KvCache,
  { normed, query, key, value, mixed, change, rotary }: Workspace,
  observe?: AttentionObserver,
): void {
  const shape = {
    heads: config.heads,
    keyHeads: keyHeads(config),
    headWidth: headWidth(config),
    causal: isCausal(config),
  };
  const [keys, values] = [cache.keys[index]!, cache.values[index]!];
  ops.multiply(normed, tokens, [
    { matrix: layer.query, out: query },
    { matrix: layer.key, out: key },
    { matrix: layer.value, out: value },
  ]);
  addBias(query, biases.query, tokens);
  addBias(key, biases.key, tokens);
  addBias(value, biases.value, tokens);
  if (headNorms) {
    ops.rmsNorm(query, headNorms.query, config.normEpsilon, tokens * shape.heads, query);
    ops.rmsNorm(key, headNorms.key, config.normEpsilon, tokens * shape.keyHeads, key);
  }
  for (let token = 0; token < tokens; token++) {
    rotate(query, token * queryWidth(config), shape.heads, shape.headWidth, token, rotary);
    rotate(key, token * keyWidth(config), shape.keyHeads, shape.headWidth, token, rotary);
  }
  remember(config, key, tokens, cache.length, keys);
  remember(config, value, tokens, cache.length, values);
  ops.attend(shape, query, keys, values, cache.length, tokens, mixed, observe);
  ops.multiply(mixed, tokens, [{ matrix: layer.output, out: change }]);
  addBias(change, biases.output, tokens);
}

function add(x: Float32Array, change: Float32Array, length: number): void {
  for (let i = 0; i < length; i++) x[i]! += change[i]!;
}

function addBias(rows: Float32Array, bias: Float32Array | undefined, tokens: number): void {
  if (bias === undefined) return;
  for (let i = 0; i < tokens * bias.length; i++) rows[i]! += bias[i % bias.length]!;
}
