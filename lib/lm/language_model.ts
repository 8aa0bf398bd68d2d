/**
 * The one interface of this site: a language model is a function from a context to a score for every
 * token of its vocabulary. Counts, a trained network and a Transformer all implement it, and every
 * instrument takes any of them.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/token_id.ts";
import type { Vocabulary } from "@/lib/lm/vocabulary.ts";

export type { TokenId };

/** Where a model's numbers are computed. */
export type Backend = "counts" | "cpu" | "kernel" | "wasm" | "webgpu";

/** What a link names: enough to compute the same figures again. */
export interface ModelId {
  /** A catalog id (`counts`) or a hub repository, `OWNER/NAME`. */
  readonly name: string;
  /** A commit, tag or branch; a content hash for a model that the site ships. */
  readonly revision: string;
  /** How weights are stored: `fp32`, `fp16`, `q8`, `q4`, `q4f16`; `counts` for count tables. */
  readonly dtype: string;
}

/** What one pass of a model cost, for the instruments that show cost. */
export interface ModelRun {
  /** Tokens whose keys and values were taken from the cache. */
  readonly reused: number;
  /** Tokens computed in this pass. */
  readonly computed: number;
  /** Wall time of the pass, in milliseconds. */
  readonly milliseconds: number;
  /** Tokens in the KV cache after the pass; 0 for a model without one. */
  readonly cacheTokens: number;
  /** Size of the cache's tensors after the pass, in bytes, measured from the tensors. */
  readonly cacheBytes: number;
}

/** A token with its log-probability under a softmax over the whole vocabulary, in nats. */
export interface TokenLogProbability {
  readonly id: TokenId;
  readonly logProbability: number;
}

/** One position of a text scored by teacher forcing. */
export interface ScoredToken extends TokenLogProbability {
  /** Rank of the token in the distribution, from 1; equal logits rank by the lower id. */
  readonly rank: number;
  /** Entropy of the distribution that the token was drawn from, in nats. */
  readonly entropy: number;
  /** The likeliest tokens at this position, likeliest first. */
  readonly top: readonly TokenLogProbability[];
}

/** Options of {@linkcode LanguageModel.logits}. */
export interface LogitsOptions {
  /** How many of the last positions to return a row for. Default 1. */
  readonly rows?: number;
  /** Whether keys and values of earlier calls may be reused. Default true; false recomputes every token. */
  readonly cache?: boolean;
  /** Attention heads that are left out, as layer and head from 0; a model without heads to switch ignores them. */
  readonly headsOff?: readonly (readonly [layer: number, head: number])[] | undefined;
  /** Aborting rejects the call with the signal's reason; the model stays usable. */
  readonly signal?: AbortSignal | undefined;
  /** Called once with what the pass cost, before the promise resolves. */
  readonly onRun?: (run: ModelRun) => void;
}

/** Options of {@linkcode LanguageModel.score}. */
export interface ScoreOptions {
  /**
   * First position to score. Default 1, since position 0 has no context; counts, which know how a text begins, have 0.
   * A hub's model takes 0 where it has a begin token, which it then reads first; the embedded networks refuse 0.
   */
  readonly from?: number;
  /** How many of the likeliest tokens to keep at each position. Default 0. */
  readonly top?: number;
  /** As {@linkcode LogitsOptions.headsOff}. */
  readonly headsOff?: LogitsOptions["headsOff"];
  readonly signal?: AbortSignal | undefined;
}

/** A model of the next token. Every rung of the ladder implements this. */
export interface LanguageModel {
  readonly id: ModelId;
  readonly backend: Backend;
  readonly vocabulary: Vocabulary;
  /** The most tokens a context may hold; `Infinity` for counts. */
  readonly contextLength: number;
  /** The token put in front of every text, or null. `encode` does not add it; `logits` and `score` see what they are given. */
  readonly beginToken: TokenId | null;
  /** Tokens that end a text; empty where the model has none. */
  readonly endTokens: readonly TokenId[];
  /** Bytes of KV cache that one token takes, by formula; 0 for a model without one. */
  readonly cacheBytesPerToken: number;
  /** The formula behind `cacheBytesPerToken`, written out (`2 · 30 layers · 3 heads · 64 · 4 bytes`); empty without a cache. */
  readonly cacheFormula: string;
  /** Splits a text into tokens. Total: any string has tokens, and their bytes joined are the text's UTF-8 (lone surrogates become U+FFFD). */
  encode(text: string): Promise<TokenId[]>;
  /** Tokens of the text as a user's message in the model's own chat template, ready for the answer; null where the model has no template. */
  encodeChat(text: string): Promise<TokenId[] | null>;
  /**
   * Logits (natural-log scale, unnormalized) for the token after each of the last `rows` positions,
   * oldest first; each row has one entry per token of the vocabulary.
   *
   * @throws {RangeError} If `tokens` is empty, too long for the context, or holds an id outside the vocabulary.
   */
  logits(tokens: readonly TokenId[], options?: LogitsOptions): Promise<Float32Array[]>;
  /**
   * Teacher forcing in one pass: for each token from position `from` on, its log-probability and rank given
   * all tokens before it. Reduced beside the model, since a row of a large vocabulary is 200 kB. The last token is not
   * read, so that there may be one more than the context holds.
   *
   * @throws {RangeError} As `logits`, and where an embedded network is asked for position 0.
   */
  score(tokens: readonly TokenId[], options?: ScoreOptions): Promise<ScoredToken[]>;
  /** Releases what the model holds. A disposed model rejects every further call. */
  dispose(): Promise<void>;
}
