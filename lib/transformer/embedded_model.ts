/**
 * The embedded Transformer as a LanguageModel: one owner of the KV cache, which keeps what a new context shares
 * with the last one.
 *
 * @module
 */
import type {
  LanguageModel,
  LogitsOptions,
  ModelRun,
  ScoredToken,
  ScoreOptions,
  TokenId,
} from "@/lib/lm/language_model.ts";
import { entropy } from "@/lib/lm/entropy.ts";
import { rankOf } from "@/lib/lm/rank_of.ts";
import { logSoftmax } from "@/lib/lm/softmax.ts";
import { topTokens } from "@/lib/lm/top_tokens.ts";
import type { Tokenizer } from "@/lib/transformer/byte_level_bpe.ts";
import { cacheBytesPerToken } from "@/lib/transformer/config.ts";
import type { ForwardObserver, Transformer } from "@/lib/transformer/forward.ts";
import { cacheBytes, createKvCache } from "@/lib/transformer/kv_cache.ts";

/** What an embedded model is made of. */
export interface EmbeddedModelParts {
  readonly name: string;
  /** Content hash of the model file. */
  readonly revision: string;
  readonly transformer: Transformer;
  readonly tokenizer: Tokenizer;
  /** Milliseconds, for measuring a pass. Default `performance.now`. */
  readonly now?: () => number;
}

/** A LanguageModel whose insides can be watched. */
export interface EmbeddedModel extends LanguageModel {
  readonly transformer: Transformer;
  /** Runs a context afresh and shows its insides; neither uses nor changes the cache. */
  observe(tokens: readonly TokenId[], observer: ForwardObserver): Float32Array;
}

/** Makes the embedded model; its begin and end tokens are `<|begin|>` and `<|end|>`. */
export function createEmbeddedModel(parts: EmbeddedModelParts): EmbeddedModel {
  const { transformer, tokenizer, now = () => performance.now() } = parts;
  const { config } = transformer;
  const end = tokenizer.special("<|end|>");
  const reader = createReader(transformer);
  return {
    id: { name: parts.name, revision: parts.revision, dtype: "q4" },
    backend: "cpu",
    vocabulary: tokenizer.vocabulary,
    contextLength: config.context,
    beginToken: tokenizer.special("<|begin|>"),
    endTokens: end === null ? [] : [end],
    cacheBytesPerToken: cacheBytesPerToken(config),
    cacheFormula: `2 · ${config.layers} layers · ${config.heads} heads · ${
      config.width / config.heads
    } · 4 bytes`,
    transformer,
    encode: (text) => Promise.resolve(tokenizer.encode(text)),
    encodeChat: () => Promise.resolve(null),
    logits: (tokens, options) => settle(() => reader.read(tokens, options, now)),
    score: (tokens, options) => settle(() => scoreTokens(reader, tokens, options, now)),
    observe: (tokens, observer) => reader.observe(tokens, observer),
    dispose: () => Promise.resolve(reader.forget()),
  };
}

function settle<T>(run: () => T): Promise<T> {
  return new Promise((resolve) => resolve(run()));
}

interface Reader {
  read(tokens: readonly TokenId[], options: LogitsOptions | undefined, now: () => number): Float32Array[];
  observe(tokens: readonly TokenId[], observer: ForwardObserver): Float32Array;
  forget(): void;
}

/** Reads contexts, from the first token that differs from the last context on. */
function createReader(transformer: Transformer): Reader {
  const { config } = transformer;
  const cache = createKvCache(config);
  let held: readonly TokenId[] = [];
  return {
    read(tokens, { rows = 1, cache: reuse = true, signal, onRun } = {}, now) {
      checkTokens(tokens, config.vocabulary, config.context);
      signal?.throwIfAborted();
      const began = now();
      const kept = reuse ? Math.min(sharedLength(held, tokens), tokens.length - rows) : 0;
      cache.length = Math.max(0, kept);
      const result = readInChunks(transformer, tokens.slice(cache.length), cache, rows);
      held = [...tokens];
      onRun?.(runOf(Math.max(0, kept), tokens.length, now() - began));
      return result;
    },
    observe(tokens, observer) {
      checkTokens(tokens, config.vocabulary, transformer.chunk);
      return transformer.forward(tokens, createKvCache(config), 1, observer);
    },
    forget() {
      held = [];
      cache.length = 0;
    },
  };

  function runOf(reused: number, length: number, milliseconds: number): ModelRun {
    return {
      reused,
      computed: length - reused,
      milliseconds,
      cacheTokens: cache.length,
      cacheBytes: cacheBytes(cache, config),
    };
  }
}

function readInChunks(
  transformer: Transformer,
  tokens: readonly TokenId[],
  cache: Parameters<Transformer["forward"]>[1],
  rows: number,
): Float32Array[] {
  const { vocabulary } = transformer.config;
  const result: Float32Array[] = [];
  for (let from = 0; from < tokens.length; from += transformer.chunk) {
    const chunk = tokens.slice(from, from + transformer.chunk);
    const wanted = Math.max(0, Math.min(chunk.length, from + chunk.length - (tokens.length - rows)));
    const logits = transformer.forward(chunk, cache, wanted);
    for (let row = 0; row < wanted; row++) {
      result.push(logits.subarray(row * vocabulary, (row + 1) * vocabulary));
    }
  }
  return result;
}

function sharedLength(a: readonly TokenId[], b: readonly TokenId[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function checkTokens(tokens: readonly TokenId[], vocabulary: number, context: number): void {
  if (tokens.length === 0) throw new RangeError("A context needs at least one token");
  if (tokens.length > context) {
    throw new RangeError(`The context holds ${context} tokens: got ${tokens.length}`);
  }
  const bad = tokens.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabulary);
  if (bad !== undefined) throw new RangeError(`Token ${bad} is not in the vocabulary of ${vocabulary}`);
}

function scoreTokens(
  reader: Reader,
  tokens: readonly TokenId[],
  { from = 1, top = 0, signal }: ScoreOptions = {},
  now: () => number,
): ScoredToken[] {
  if (from < 1) throw new RangeError("The first token has no context: score from position 1 on");
  if (from >= tokens.length) return [];
  const context = tokens.slice(0, -1);
  const rows = reader.read(context, { rows: context.length - from + 1, signal }, now);
  return rows.map((logits, index) => scoreOf(logits, tokens[from + index]!, top));
}

function scoreOf(logits: Float32Array, id: TokenId, top: number): ScoredToken {
  const logProbabilities = logSoftmax(logits);
  return {
    id,
    logProbability: logProbabilities[id]!,
    rank: rankOf(logits, id),
    entropy: entropy(logProbabilities.map(Math.exp)),
    top: topTokens(logits, top).map((other) => ({ id: other, logProbability: logProbabilities[other]! })),
  };
}
