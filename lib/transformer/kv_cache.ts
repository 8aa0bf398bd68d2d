/**
 * The keys and values of the tokens read so far: what makes the next token cost one token's work.
 *
 * In parcel-gpt half of each head's channels come from the token before (the second and the fourth quarter, so
 * that both halves which turn together keep theirs). A key then says what its token is and what came before it, so
 * that one layer finds "what followed Anna the last time", which takes two layers elsewhere (Olsson et al. 2022,
 * "In-context learning and induction heads"); as a cache it costs nothing.
 *
 * @module
 */
import {
  cacheBytesPerToken,
  headWidth,
  keyWidth,
  shiftsTokens,
  type TransformerConfig,
} from "@/lib/transformer/config.ts";
import type { Ops } from "@/lib/transformer/ops.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";

/** Keys and values of every layer: each [layers][capacity + 1, key width]; only the first `length` rows are whole. */
export interface KvCache {
  readonly keys: readonly Float32Array[];
  readonly values: readonly Float32Array[];
  /** Filled positions. Setting it lower crops the cache: what lies beyond is overwritten. */
  length: number;
  /**
   * Makes room for this number of positions, and a row for what the last token leaves to the next.
   *
   * @throws {RangeError} If the memory cannot be had; the cache is as it was.
   */
  reserve(positions: number): void;
  /** Gives the room back. */
  release(): void;
}

/** Room that a cache begins with, in positions; it doubles whenever it is full. */
const FIRST_ROOM = 256;

/** An empty cache. */
export function createKvCache(
  config: TransformerConfig,
  ops: Pick<Ops, "floats" | "release"> = PLAIN_OPS,
): KvCache {
  const layers = Array.from({ length: config.layers }, (_, layer) => layer);
  const room = (positions: number) => ops.floats((positions + 1) * keyWidth(config));
  let capacity = Math.min(config.context, FIRST_ROOM);
  const keys = layers.map(() => room(capacity));
  const values = layers.map(() => room(capacity));
  const grow = (arrays: Float32Array[], layer: number, positions: number) => {
    const old = arrays[layer]!;
    const larger = room(positions);
    larger.set(old.subarray(0, larger.length));
    arrays[layer] = larger;
    ops.release(old);
  };
  return {
    keys,
    values,
    length: 0,
    reserve(positions) {
      if (positions <= capacity) return;
      const larger = Math.min(config.context, Math.max(positions, 2 * capacity));
      for (const arrays of [keys, values]) {
        // A layer that grew before the memory ran out is only larger than it has to be.
        for (const layer of layers) {
          if (arrays[layer]!.length < (larger + 1) * keyWidth(config)) grow(arrays, layer, larger);
        }
      }
      capacity = larger;
    },
    release() {
      for (const room of [...keys.splice(0), ...values.splice(0)]) ops.release(room);
    },
  };
}

/**
 * Writes new keys or values to their rows of a cache. Of a model that shifts tokens, the channels that belong to the
 * token after go one row further: row 0 has none, and the last row's wait for the next token.
 *
 * @param rows [tokens, key width] of the new tokens.
 * @param start Position of the first of them.
 * @param cached One layer's keys or values, [capacity + 1, key width].
 */
export function remember(
  config: TransformerConfig,
  rows: Float32Array,
  tokens: number,
  start: number,
  cached: Float32Array,
): void {
  const width = keyWidth(config);
  if (!shiftsTokens(config)) return cached.set(rows.subarray(0, tokens * width), start * width);
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
