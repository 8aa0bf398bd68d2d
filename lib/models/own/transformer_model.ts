/**
 * This project's Transformer as the decoder sees it. Its keys and values lie in one cache that is cropped by a number;
 * a pass lets messages in between layers, so that it can be stopped at any length of text.
 *
 * @module
 */
import type { KvCache } from "@/lib/transformer/kv_cache.ts";
import type { LogitsVisitor, Transformer } from "@/lib/transformer/forward.ts";
import type { DecoderModel, DecoderStep } from "@/lib/models/engine/decoder.ts";
import type { CacheTensor } from "@/lib/models/engine/kv_cache_owner.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

/** Time, and what lets messages in. */
interface ModelClock {
  /** Milliseconds from any fixed moment. */
  now(): number;
  pause(): Promise<void>;
}

/** Milliseconds of work between two looks at the cancel signal. */
const SLICE_MILLISECONDS = 30;
/** The first chunk, before a layer's speed is known, in tokens. */
const FIRST_CHUNK = 16;

/** Makes a decoder's model. */
export function transformerModel(transformer: Transformer, { now, pause }: ModelClock): DecoderModel {
  const { config, chunk: longest } = transformer;
  const cache = transformer.createMemory();
  let chunk = Math.min(FIRST_CHUNK, longest);

  async function run({ tokens, pastLength, rows }: DecoderStep, signal?: AbortSignal): Promise<Float32Array> {
    cache.length = pastLength;
    const { logits, visit } = rows === 1 ? inPlace() : gathered(rows, config.vocabulary);
    const steps = transformer.visitRows(tokens, cache, rows, visit);
    let began = now(), layerBegan = began, slowest = 0;
    for (;;) {
      const step = steps.next();
      if (step.done) {
        chunk = nextChunk(tokens.length, slowest, longest);
        return logits();
      }
      // One look at the clock a layer: of a token each is a third of a percent.
      const time = now();
      slowest = Math.max(slowest, time - layerBegan);
      layerBegan = time;
      if (time - began > SLICE_MILLISECONDS) {
        await pause();
        if (signal?.aborted) throw new ModelError("aborted", "The request was canceled");
        began = layerBegan = now();
      }
    }
  }

  return {
    contextLength: config.context,
    vocabularySize: config.vocabulary,
    hasCache: true,
    summarize: transformer.summarize,
    get chunk() {
      return chunk;
    },
    async run(step, signal) {
      const logits = await run(step, signal);
      return {
        logits,
        vocabularySize: config.vocabulary,
        present: new Map([["cache", cropped(transformer, cache, cache.length)]]),
      };
    },
  };
}

/** Where a pass puts its rows. */
interface Rows {
  readonly visit: LogitsVisitor;
  logits(): Float32Array;
}

/** One row, which stays where it was computed: that is where it is summed up. */
function inPlace(): Rows {
  let last: Float32Array = new Float32Array();
  return { visit: (row) => last = row, logits: () => last };
}

function gathered(rows: number, vocabulary: number): Rows {
  const all = new Float32Array(rows * vocabulary);
  return { visit: (row, index) => all.set(row, index * vocabulary), logits: () => all };
}

/** A chunk that a layer reads within a slice, as far as the last one tells. */
function nextChunk(tokens: number, layerMilliseconds: number, longest: number): number {
  const fitting = Math.floor(tokens * SLICE_MILLISECONDS / Math.max(layerMilliseconds, 0.01));
  return Math.max(1, Math.min(longest, fitting));
}

/** The first positions of the cache: the next pass crops it to them. */
function cropped(transformer: Transformer, cache: KvCache, length: number): CacheTensor {
  return {
    length,
    bytes: transformer.cacheBytes({ ...cache, length }),
    crop: (shorter) => Promise.resolve(cropped(transformer, cache, shorter)),
    dispose() {},
  };
}
