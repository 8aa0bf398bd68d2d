/**
 * The keys and values of the tokens read so far: what makes the next token cost one token's work.
 *
 * In a causal model half of each head's channels come from the token before (the second and the fourth quarter, so
 * that both halves which turn together keep theirs). A key then says what its token is and what came before it, so
 * that one layer finds "what followed Anna the last time", which takes two layers elsewhere (Olsson et al. 2022,
 * "In-context learning and induction heads"); as a cache it costs nothing.
 *
 * @module
 */
import { cacheBytesPerToken, headWidth, isCausal, type TransformerConfig } from "@/lib/transformer/config.ts";

/** Keys and values of every layer: each [layers][context + 1, width]; only the first `length` rows are whole. */
export interface KvCache {
  readonly keys: readonly Float32Array[];
  readonly values: readonly Float32Array[];
  /** Filled positions. Setting it lower crops the cache: what lies beyond is overwritten. */
  length: number;
}

/** An empty cache with room for the whole context, and a row for what the last token leaves to the next. */
export function createKvCache(config: TransformerConfig): KvCache {
  const room = () =>
    Array.from({ length: config.layers }, () => new Float32Array((config.context + 1) * config.width));
  return { keys: room(), values: room(), length: 0 };
}

/**
 * Writes new keys or values to their rows of a cache. Of a causal model's, the channels that belong to the token
 * after go one row further: row 0 has none, and the last row's wait for the next token.
 *
 * @param rows [tokens, width] of the new tokens.
 * @param start Position of the first of them.
 * @param cached One layer's keys or values, [context + 1, width].
 */
export function remember(
  config: TransformerConfig,
  rows: Float32Array,
  tokens: number,
  start: number,
  cached: Float32Array,
): void {
  const { width } = config;
  if (!isCausal(config)) return cached.set(rows.subarray(0, tokens * width), start * width);
  const quarter = headWidth(config) / 4;
  for (let from = 0; from < tokens * width; from += quarter) {
    const later = from / quarter % 2 * width;
    cached.set(rows.subarray(from, from + quarter), start * width + from + later);
  }
}

/** Bytes of the filled positions. */
export function cacheBytes(cache: KvCache, config: TransformerConfig): number {
  return cache.length * cacheBytesPerToken(config);
}
