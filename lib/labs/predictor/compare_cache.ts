/**
 * The same tokens with the cache and without it, timed on the visitor's own machine.
 *
 * @module
 */
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";

/** The times of the last tokens of a text, computed both ways. */
export interface CacheComparison {
  /** Tokens of context at the last of them. */
  readonly tokens: number;
  /** Milliseconds for each token, with the cache. */
  readonly withCache: readonly number[];
  /** Milliseconds for each token, everything computed again. */
  readonly withoutCache: readonly number[];
  /** Largest difference between the logits of the two, at the last token. */
  readonly largestDifference: number;
}

/** How many tokens are timed at most: without the cache each costs a whole pass. */
const TIMED_TOKENS = 8;

/**
 * Times the last tokens of a text. Each pass' own time counts, so that the page's work is left out.
 *
 * @throws Whatever the model throws.
 */
export async function compareCache(
  prediction: Prediction,
  signal: AbortSignal,
  onHalf: (half: "with" | "without") => void,
): Promise<CacheComparison | null> {
  const { model, end } = prediction;
  const tokens = end.context;
  if (tokens.length < 2 || model.cacheBytesPerToken === 0) return null;
  const lengths = lastLengths(tokens.length);
  onHalf("with");
  await timedPass(model, tokens.slice(0, (lengths[0] ?? 1) - 1 || 1), true, signal);
  const withCache = await timedPasses(model, tokens, lengths, true, signal);
  onHalf("without");
  const withoutCache = await timedPasses(model, tokens, lengths, false, signal);
  return {
    tokens: tokens.length,
    withCache: withCache.times,
    withoutCache: withoutCache.times,
    largestDifference: largestDifference(withCache.row, withoutCache.row),
  };
}

function lastLengths(length: number): number[] {
  const count = Math.min(TIMED_TOKENS, length - 1);
  return Array.from({ length: count }, (_, i) => length - count + 1 + i);
}

async function timedPasses(
  model: LanguageModel,
  tokens: readonly TokenId[],
  lengths: readonly number[],
  cache: boolean,
  signal: AbortSignal,
) {
  const times: number[] = [];
  let row: Float32Array = new Float32Array();
  for (const length of lengths) {
    const pass = await timedPass(model, tokens.slice(0, length), cache, signal);
    times.push(pass.milliseconds);
    row = pass.row;
  }
  return { times, row };
}

async function timedPass(
  model: LanguageModel,
  tokens: readonly TokenId[],
  cache: boolean,
  signal: AbortSignal,
) {
  let milliseconds = 0;
  const [row] = await model.logits(tokens, {
    cache,
    signal,
    onRun: (run) => milliseconds = run.milliseconds,
  });
  signal.throwIfAborted();
  return { milliseconds, row: row ?? new Float32Array() };
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] ?? NaN))), 0);
}
