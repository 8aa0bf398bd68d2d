/**
 * How much memory the keys and values of a batch take.
 *
 * Full attention keeps every token. A sliding layer needs its window only: the lower bound. An engine that hands
 * out pages for the whole length keeps every token there too, in whole blocks: the upper bound (hf-mem reserves so
 * after vLLM, llama.cpp does not).
 *
 * @module
 */
import { type CacheFormat, type ElementFormat, vectorBytes } from "@/lib/lm/kv_cache/cache_format.ts";
import type { CacheLayers, CacheModel } from "@/lib/lm/kv_cache/cache_layers.ts";

/** 2^30 bytes. */
export const GIB = 2 ** 30;

/** 10^9 bytes. */
export const GB = 1e9;

/** How a model is used. */
export interface CacheUse {
  /** Sequences at the same time. */
  readonly batch: number;
  /** Tokens of each sequence. */
  readonly tokens: number;
  readonly format: CacheFormat;
  /** Tokens of a block in the paged upper bound; 1 for none. */
  readonly blockSize: number;
}

/** What equal layers keep. */
export interface LayerMemory {
  readonly layers: CacheLayers;
  /** Bytes that one token takes in one layer. */
  readonly bytesPerToken: number;
  /** Bytes that one sequence takes in one layer, whatever its length. */
  readonly stateBytes: number;
  /** Tokens of one sequence that are kept: at least, and in whole blocks at the full length. */
  readonly lowerTokens: number;
  readonly upperTokens: number;
  /** Bytes of all these layers for the whole batch. */
  readonly lowerBytes: number;
  readonly upperBytes: number;
}

/** The memory of a cache. Bytes, exact below 2^53. */
export interface CacheMemory {
  /** What one more token of one sequence adds while no window is full. */
  readonly bytesPerToken: number;
  /** What one more token adds once every window is full. */
  readonly bytesPerTokenBeyondWindows: number;
  /** What one sequence takes whatever its length. */
  readonly stateBytes: number;
  /** The tokens themselves, windows no longer than they must be: what a formula gives. */
  readonly lowerBytes: number;
  /** Whole blocks at the full length in every attention layer, and the index of sparse attention. */
  readonly upperBytes: number;
  readonly layers: readonly LayerMemory[];
}

/** Adds up a model's layers. */
export function cacheMemory(model: CacheModel, use: CacheUse): CacheMemory {
  const layers = model.layers.map((layer) => layerMemory(layer, use));
  const growing = layers.filter(({ layers: { kind } }) => kind !== "sparse_index");
  const unbounded = growing.filter(({ layers: { kind } }) => kind !== "sliding_attention");
  const each = ({ layers: { count }, bytesPerToken }: LayerMemory) => count * bytesPerToken;
  return {
    bytesPerToken: sum(growing.map(each)),
    bytesPerTokenBeyondWindows: sum(unbounded.map(each)),
    stateBytes: sum(layers.map(({ layers: { count }, stateBytes }) => count * stateBytes)),
    lowerBytes: sum(layers.map(({ lowerBytes }) => lowerBytes)),
    upperBytes: sum(layers.map(({ upperBytes }) => upperBytes)),
    layers,
  };
}

function layerMemory(layers: CacheLayers, { batch, tokens, format, blockSize }: CacheUse): LayerMemory {
  const bytesPerToken = tokenBytes(layers, format);
  const stateBytes = layerStateBytes(layers, format.state);
  const grows = bytesPerToken > 0;
  const upperTokens = grows ? Math.ceil(tokens / blockSize) * blockSize : 0;
  const lowerTokens = grows ? keptTokens(layers, tokens) : 0;
  const total = (kept: number) => batch * layers.count * (kept * bytesPerToken + stateBytes);
  return {
    layers,
    bytesPerToken,
    stateBytes,
    lowerTokens,
    upperTokens,
    lowerBytes: total(lowerTokens),
    upperBytes: total(upperTokens),
  };
}

/** Tokens that a layer must keep of a sequence. */
function keptTokens(layers: CacheLayers, tokens: number): number {
  if (layers.kind === "sparse_index") return 0;
  if (layers.kind !== "sliding_attention") return tokens;
  return Math.min(tokens, layers.window ?? tokens);
}

function tokenBytes(layers: CacheLayers, { key, value }: CacheFormat): number {
  switch (layers.kind) {
    case "full_attention":
    case "sliding_attention":
      return layers.kvHeads * (vectorBytes(key, layers.keySize) + vectorBytes(value, layers.valueSize));
    case "latent_attention":
      return vectorBytes(key, layers.latentSize) + vectorBytes(key, layers.ropeSize);
    case "sparse_index":
      return vectorBytes(key, layers.keySize);
    default:
      return 0;
  }
}

function layerStateBytes(layers: CacheLayers, state: ElementFormat): number {
  if (!("stateSize" in layers)) return 0;
  return vectorBytes(state, layers.stateSize) + vectorBytes(state, layers.convolutionSize);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
