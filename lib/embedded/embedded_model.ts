/**
 * The site's own networks as LanguageModels.
 *
 * @module
 */
import type { Backend, LanguageModel, ScoredToken, ScoreOptions, TokenId } from "@/lib/lm/language_model.ts";
import { scoreToken } from "@/lib/lm/loss/score_token.ts";
import { type ContextReader, createContextReader, type ReaderClock } from "@/lib/embedded/context_reader.ts";
import { createMaskedReader, type MaskedReader } from "@/lib/embedded/masked_reader.ts";
import { lookInside } from "@/lib/embedded/insides.ts";
import type { Insides } from "@/lib/embedded/insides_report.ts";
import { checkTokens, type NetworkSize } from "@/lib/embedded/network.ts";
import type { Gru } from "@/lib/recurrent/forward.ts";
import type { Tokenizer } from "@/lib/transformer/byte_level_bpe.ts";
import { cacheBytesPerToken } from "@/lib/transformer/config.ts";
import type { ForwardObserver, Transformer } from "@/lib/transformer/forward.ts";
import type { Head } from "@/lib/transformer/silence_heads.ts";

/** What every embedded model has. */
export interface ModelParts {
  readonly name: string;
  /** Content hash of the model's files. */
  readonly revision: string;
  readonly tokenizer: Tokenizer;
  /** What computes it. Default: plain TypeScript. */
  readonly backend?: Backend;
  /** Default: the page's or the server's own time. */
  readonly clock?: ReaderClock;
}

/** A LanguageModel whose insides can be watched. */
export interface EmbeddedModel extends LanguageModel {
  readonly transformer: Transformer;
  /** Runs a context afresh and shows its insides; neither uses nor changes the cache. Returns the last logits. */
  observe(tokens: readonly TokenId[], observer: ForwardObserver, headsOff?: readonly Head[]): Float32Array;
  /** What the model reads and would say after each layer, for the last token of a context: {@linkcode lookInside}. */
  inside(tokens: readonly TokenId[], top?: number, headsOff?: readonly Head[]): Promise<Insides>;
}

/** A LanguageModel that also guesses a token from both of its sides. */
export interface MaskedModel extends LanguageModel {
  /** {@linkcode MaskedReader.fill} */
  readonly fill: MaskedReader["fill"];
  /** Runs tokens afresh and shows what each read of all others. */
  observe(tokens: readonly TokenId[], observer: ForwardObserver): void;
}

const CLOCK: ReaderClock = {
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
};

/** Makes a model of a causal Transformer. */
export function createEmbeddedModel(
  { transformer, ...parts }: ModelParts & { readonly transformer: Transformer },
): EmbeddedModel {
  const { config } = transformer;
  const model: EmbeddedModel = {
    ...languageModel(parts, createContextReader(transformer, parts.clock ?? CLOCK), config),
    cacheBytesPerToken: cacheBytesPerToken(config),
    cacheFormula: `2 · ${config.layers} layers · ${config.heads} heads · ${
      config.width / config.heads
    } · 4 bytes`,
    transformer,
    observe: (tokens, observer, headsOff) => observe(transformer, tokens, observer, headsOff),
    inside: (tokens, top, headsOff) =>
      new Promise((resolve) => resolve(lookInside(model, tokens, top, headsOff))),
  };
  return model;
}

/** Makes a model of a recurrent network. */
export function createRecurrentModel({ gru, ...parts }: ModelParts & { readonly gru: Gru }): LanguageModel {
  return languageModel(parts, createContextReader(gru, parts.clock ?? CLOCK), gru.config);
}

/** Makes a model of a masked Transformer. */
export function createMaskedModel(
  { transformer, ...parts }: ModelParts & { readonly transformer: Transformer },
): MaskedModel {
  const reader = createMaskedReader(transformer, parts.clock ?? CLOCK);
  return {
    ...languageModel(parts, reader, reader.size),
    fill: reader.fill,
    observe(tokens, observer) {
      checkTokens(tokens, transformer.config);
      const cache = transformer.createMemory();
      transformer.forward(tokens, cache, 0, observer);
      cache.release();
    },
  };
}

/** A model without a KV cache; its begin and end tokens are `<|begin|>` and `<|end|>`. */
function languageModel(parts: ModelParts, reader: ContextReader, size: NetworkSize): LanguageModel {
  const { tokenizer } = parts;
  const end = tokenizer.special("<|end|>");
  const disposal = new AbortController();
  const whileAlive = <T>(run: () => Promise<T>) =>
    disposal.signal.aborted ? Promise.reject(disposal.signal.reason) : run();
  return {
    id: { name: parts.name, revision: parts.revision, dtype: "q4" },
    backend: parts.backend ?? "cpu",
    vocabulary: { ...tokenizer.vocabulary, size: size.vocabulary },
    contextLength: size.context,
    beginToken: tokenizer.special("<|begin|>"),
    endTokens: end === null ? [] : [end],
    cacheBytesPerToken: 0,
    cacheFormula: "",
    encode: (text) => whileAlive(() => Promise.resolve(tokenizer.encode(text))),
    encodeChat: () => whileAlive(() => Promise.resolve(null)),
    logits: (tokens, options) => whileAlive(() => reader.read(tokens, options)),
    score: (tokens, options) => whileAlive(() => scoreTokens(reader, tokens, options)),
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
  headsOff?: readonly Head[],
): Float32Array {
  checkTokens(tokens, transformer.config);
  const cache = transformer.createMemory();
  let logits: Float32Array = new Float32Array();
  while (cache.length < tokens.length) {
    const part = tokens.slice(cache.length, cache.length + transformer.chunk);
    logits = transformer.forward(part, cache, 1, observer, headsOff);
  }
  cache.release();
  return logits;
}

async function scoreTokens(
  reader: ContextReader,
  tokens: readonly TokenId[],
  { from = 1, top = 0, headsOff, signal }: ScoreOptions = {},
): Promise<ScoredToken[]> {
  if (from < 1) throw new RangeError("The first token has no context: score from position 1 on");
  if (from >= tokens.length) return [];
  const context = tokens.slice(0, -1);
  const rows = await reader.read(context, { rows: context.length - from + 1, headsOff, signal });
  return rows.map((logits, index) => scoreToken(logits, tokens[from + index]!, top));
}
