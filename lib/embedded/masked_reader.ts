/**
 * Reads contexts with a masked model: the next token is asked for by a mask after the context, and all is read again
 * for each row, since a token's vectors depend on those after it: there is nothing to keep.
 *
 * @module
 */
import type { LogitsOptions, TokenId } from "@/lib/lm/language_model.ts";
import type { ContextReader, ReaderClock } from "@/lib/embedded/context_reader.ts";
import { checkTokens, type NetworkSize } from "@/lib/embedded/network.ts";
import { createQueue } from "@/lib/embedded/queue.ts";
import type { Transformer } from "@/lib/transformer/forward.ts";

/** A reader that can be asked for any one token. */
export interface MaskedReader extends ContextReader {
  /** What a context may hold: one token less than the model reads, for the mask. */
  readonly size: NetworkSize;
  /**
   * Logits for the token at a position, given all others; what stands there is not seen.
   *
   * @throws {RangeError} If the position is not in the tokens, or they are not a context.
   */
  fill(tokens: readonly TokenId[], position: number, signal?: AbortSignal): Promise<Float32Array>;
}

/** Creates the reader of a masked model; the mask's id is the one after the vocabulary's last. */
export function createMaskedReader(transformer: Transformer, clock: ReaderClock): MaskedReader {
  const { vocabulary, context, width } = transformer.config;
  const size = { vocabulary, context: context - 1 };
  const mask = vocabulary;
  const cache = transformer.createMemory();
  const inTurn = createQueue();

  /** Logits at one position of the tokens; other work runs between layers. */
  async function readAt(
    tokens: readonly TokenId[],
    position: number,
    signal?: AbortSignal,
  ): Promise<Float32Array> {
    signal?.throwIfAborted();
    cache.length = 0;
    let stream: Float32Array = new Float32Array();
    const keep = (_layer: number, x: Float32Array) =>
      stream = x.slice(position * width, (position + 1) * width);
    for (const _ of transformer.layers(tokens, cache, 0, { residual: keep })) {
      await clock.pause();
      signal?.throwIfAborted();
    }
    return transformer.head(stream, 1);
  }

  async function readNow(
    tokens: readonly TokenId[],
    { rows = 1, signal, onRun }: LogitsOptions,
  ): Promise<Float32Array[]> {
    const began = clock.now();
    const result: Float32Array[] = [];
    let computed = 0;
    for (let length = Math.max(1, tokens.length - rows + 1); length <= tokens.length; length++) {
      const masked = [...tokens.slice(0, length), mask];
      result.push(await readAt(masked, length, signal));
      computed += masked.length;
    }
    const milliseconds = clock.now() - began;
    onRun?.({ reused: 0, computed, milliseconds, cacheTokens: 0, cacheBytes: 0 });
    return result;
  }

  return {
    size,
    read: (tokens, options = {}) =>
      inTurn(() => {
        checkTokens(tokens, size);
        return readNow(tokens, options);
      }),
    fill: (tokens, position, signal) =>
      inTurn(() => {
        checkTokens(tokens, { vocabulary, context });
        if (!(position in tokens)) throw new RangeError(`There is no position ${position}`);
        return readAt(tokens.with(position, mask), position, signal);
      }),
    forget() {},
  };
}
