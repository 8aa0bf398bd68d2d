/**
 * The keys and values of the tokens read so far: what makes the next token cost one token's work.
 *
 * @module
 */
import { cacheBytesPerToken, type TransformerConfig } from "@/lib/transformer/config.ts";

/** Keys and values of every layer: each [layers][context, width]; only the first `length` positions are filled. */
export interface KvCache {
  readonly keys: readonly Float32Array[];
  readonly values: readonly Float32Array[];
  /** Filled positions. Setting it lower crops the cache: what lies beyond is overwritten. */
  length: number;
}

/** An empty cache with room for the whole context. */
export function createKvCache(config: TransformerConfig): KvCache {
  const room = () =>
    Array.from({ length: config.layers }, () => new Float32Array(config.context * config.width));
  return { keys: room(), values: room(), length: 0 };
}

/** Bytes of the filled positions. */
export function cacheBytes(cache: KvCache, config: TransformerConfig): number {
  return cache.length * cacheBytesPerToken(config);
}
