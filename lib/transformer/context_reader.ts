/**
 * Reads contexts one after another with a single KV cache, which keeps what a new context shares with the last.
 *
 * @module
 */
import type { LogitsOptions, ModelRun, TokenId } from "@/lib/lm/language_model.ts";
import type { TransformerConfig } from "@/lib/transformer/config.ts";
import type { Transformer } from "@/lib/transformer/forward.ts";
import { cacheBytes, createKvCache } from "@/lib/transformer/kv_cache.ts";

/** Time, for measuring passes and for letting other work in. */
export interface ReaderClock {
  /** Milliseconds from any fixed moment. */
  now(): number;
  /** Lets waiting work run: input, other requests. Called between slices of a pass. */
  pause(): Promise<void>;
}

/** Reads contexts. Calls queue up: one owns the cache at a time. */
export interface ContextReader {
  /** Logits after each of the last `rows` positions, as {@linkcode LogitsOptions} says. */
  read(tokens: readonly TokenId[], options?: LogitsOptions): Promise<Float32Array[]>;
  /** Empties the cache. */
  forget(): void;
}

/** A slice of a pass takes about this many milliseconds, so that typing is never held up. */
const SLICE_MILLISECONDS = 12;

/** Creates the reader of a model. */
export function createContextReader(transformer: Transformer, clock: ReaderClock): ContextReader {
  const { config } = transformer;
  const cache = createKvCache(config);
  const slices = createSlices(transformer, clock);
  let held: readonly TokenId[] = [];
  let queue: Promise<unknown> = Promise.resolve();

  async function readNow(
    tokens: readonly TokenId[],
    { rows = 1, cache: reuse = true, signal, onRun }: LogitsOptions,
  ): Promise<Float32Array[]> {
    signal?.throwIfAborted();
    const began = clock.now();
    const kept = reuse ? Math.max(0, Math.min(sharedLength(held, tokens), tokens.length - rows)) : 0;
    cache.length = kept;
    held = tokens.slice(0, kept);
    const result: Float32Array[] = [];
    for await (const { length, logits } of slices(tokens, cache, rows)) {
      held = tokens.slice(0, length);
      result.push(...logits);
      if (length < tokens.length) signal?.throwIfAborted();
    }
    onRun?.(runOf(kept, tokens.length, clock.now() - began));
    return result;
  }

  function runOf(reused: number, length: number, milliseconds: number): ModelRun {
    return {
      reused,
      computed: length - reused,
      milliseconds,
      cacheTokens: cache.length,
      cacheBytes: cacheBytes(cache, config),
    };
  }

  return {
    read(tokens, options = {}) {
      const turn = queue.then(() => {
        checkTokens(tokens, config);
        return readNow(tokens, options);
      });
      queue = turn.catch(() => {
        // Its caller hears of it; the next one starts from what the cache holds.
      });
      return turn;
    },
    forget() {
      held = [];
      cache.length = 0;
    },
  };
}

/** Passes over the rest of a context, each as long as the last one's speed allows. */
function createSlices(transformer: Transformer, clock: ReaderClock) {
  const { chunk, config: { vocabulary } } = transformer;
  let size = Math.min(8, chunk);
  return async function* slices(
    tokens: readonly TokenId[],
    cache: Parameters<Transformer["forward"]>[1],
    rows: number,
  ): AsyncGenerator<{ readonly length: number; readonly logits: Float32Array[] }> {
    while (cache.length < tokens.length) {
      const began = clock.now();
      const part = tokens.slice(cache.length, cache.length + size);
      const length = cache.length + part.length;
      const wanted = Math.max(0, Math.min(part.length, length - (tokens.length - rows)));
      const all = transformer.forward(part, cache, wanted);
      yield { length, logits: splitRows(all, wanted, vocabulary) };
      const each = (clock.now() - began) / part.length;
      size = Math.max(1, Math.min(chunk, Math.floor(SLICE_MILLISECONDS / Math.max(each, 0.05))));
      if (length < tokens.length) await clock.pause();
    }
  };
}

function splitRows(all: Float32Array, rows: number, vocabulary: number): Float32Array[] {
  return Array.from({ length: rows }, (_, row) => all.subarray(row * vocabulary, (row + 1) * vocabulary));
}

function sharedLength(a: readonly TokenId[], b: readonly TokenId[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** @throws {RangeError} If a context is empty, too long, or holds an id outside the vocabulary. */
export function checkTokens(
  tokens: readonly TokenId[],
  { vocabulary, context }: Pick<TransformerConfig, "vocabulary" | "context">,
): void {
  if (tokens.length === 0) throw new RangeError("A context needs at least one token");
  if (tokens.length > context) {
    throw new RangeError(`The context holds ${context} tokens: got ${tokens.length}`);
  }
  const bad = tokens.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabulary);
  if (bad !== undefined) throw new RangeError(`Token ${bad} is not in the vocabulary of ${vocabulary}`);
}
