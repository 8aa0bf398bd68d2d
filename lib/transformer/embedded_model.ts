/**
 * The embedded Transformer as a LanguageModel.
 *
 * @module
 */
import { entropy } from "@/lib/lm/entropy.ts";
import type { LanguageModel, ScoredToken, ScoreOptions, TokenId } from "@/lib/lm/language_model.ts";
import { rankOf } from "@/lib/lm/rank_of.ts";
import { logSoftmax } from "@/lib/lm/softmax.ts";
import { topTokens } from "@/lib/lm/top_tokens.ts";
import type { Tokenizer } from "@/lib/transformer/byte_level_bpe.ts";
import { cacheBytesPerToken } from "@/lib/transformer/config.ts";
import {
  checkTokens,
  type ContextReader,
  createContextReader,
  type ReaderClock,
} from "@/lib/transformer/context_reader.ts";
import type { ForwardObserver, Transformer } from "@/lib/transformer/forward.ts";
import { createKvCache } from "@/lib/transformer/kv_cache.ts";

/** What an embedded model is made of. */
export interface EmbeddedModelParts {
  readonly name: string;
  /** Content hash of the model's files. */
  readonly revision: string;
  readonly transformer: Transformer;
  readonly tokenizer: Tokenizer;
  /** Default: the page's or the server's own time. */
  readonly clock?: ReaderClock;
}

/** A LanguageModel whose insides can be watched. */
export interface EmbeddedModel extends LanguageModel {
  readonly transformer: Transformer;
  /** Runs a context afresh and shows its insides; neither uses nor changes the cache. Returns the last logits. */
  observe(tokens: readonly TokenId[], observer: ForwardObserver): Float32Array;
}

const CLOCK: ReaderClock = {
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
};

/** Makes the embedded model; its begin and end tokens are `<|begin|>` and `<|end|>`. */
export function createEmbeddedModel(parts: EmbeddedModelParts): EmbeddedModel {
  const { transformer, tokenizer, clock = CLOCK } = parts;
  const { config } = transformer;
  const end = tokenizer.special("<|end|>");
  const reader = createContextReader(transformer, clock);
  const disposal = new AbortController();
  const whileAlive = <T>(run: () => Promise<T>) =>
    disposal.signal.aborted ? Promise.reject(disposal.signal.reason) : run();
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
    encode: (text) => whileAlive(() => Promise.resolve(tokenizer.encode(text))),
    encodeChat: () => whileAlive(() => Promise.resolve(null)),
    logits: (tokens, options) => whileAlive(() => reader.read(tokens, options)),
    score: (tokens, options) => whileAlive(() => scoreTokens(reader, tokens, options)),
    observe: (tokens, observer) => observe(transformer, tokens, observer),
    dispose() {
      disposal.abort(new Error(`${parts.name} was disposed: load it again`));
      reader.forget();
      return Promise.resolve();
    },
  };
}

function observe(
  transformer: Transformer,
  tokens: readonly TokenId[],
  observer: ForwardObserver,
): Float32Array {
  checkTokens(tokens, transformer.config);
  const cache = createKvCache(transformer.config);
  let logits: Float32Array = new Float32Array();
  while (cache.length < tokens.length) {
    const part = tokens.slice(cache.length, cache.length + transformer.chunk);
    logits = transformer.forward(part, cache, 1, observer);
  }
  return logits;
}

async function scoreTokens(
  reader: ContextReader,
  tokens: readonly TokenId[],
  { from = 1, top = 0, signal }: ScoreOptions = {},
): Promise<ScoredToken[]> {
  if (from < 1) throw new RangeError("The first token has no context: score from position 1 on");
  if (from >= tokens.length) return [];
  const context = tokens.slice(0, -1);
  const rows = await reader.read(context, { rows: context.length - from + 1, signal });
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
