/**
 * A text under a model, token by token, by a stated convention.
 *
 * @module
 */
import type { LanguageModel, TokenId, TokenLogProbability } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import {
  type ConventionRequest,
  type ConventionSettings,
  DEFAULT_CONVENTION,
  settleConvention,
} from "@/lib/lm/loss/text/convention.ts";
import { planPasses, type ScoringPass } from "@/lib/lm/loss/text/passes.ts";

/** One of the likeliest tokens at a position. */
export interface TopToken extends TokenLogProbability {
  /** UTF-8. */
  readonly bytes: readonly number[];
}

/** What a model said of one token, given those before it. */
export interface TokenScore {
  /** In nats, at most 0. */
  readonly logProbability: number;
  /** From 1; equal logits rank by the lower id. */
  readonly rank: number;
  /** Entropy of the distribution that it was drawn from, in nats. */
  readonly entropyNats: number;
  /** The likeliest tokens there, likeliest first. */
  readonly top: readonly TopToken[];
}

/** A token of a scored text. */
export interface DocumentToken {
  readonly id: TokenId;
  /** UTF-8; a token can be half a character. */
  readonly bytes: readonly number[];
  /** Null where the convention does not score it. */
  readonly score: TokenScore | null;
}

/** A scored text. JSON only. */
export interface ScoredDocument {
  readonly text: string;
  /** What computed it, as {@linkcode modelSource} names it. */
  readonly source: string;
  readonly settings: ConventionSettings;
  readonly tokens: readonly DocumentToken[];
  /** Forward passes that it took. */
  readonly passes: number;
}

/** Options of {@linkcode scoreDocument}. */
interface ScoreDocumentOptions {
  readonly convention?: ConventionRequest;
  /** How many of the likeliest tokens to keep at each position. Default 0. */
  readonly top?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called after each pass with the share of the work that is done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Scores a text.
 *
 * @throws {RangeError} If the convention does not fit the model.
 */
export async function scoreDocument(
  model: LanguageModel,
  text: string,
  options: ScoreDocumentOptions = {},
): Promise<ScoredDocument> {
  return await scoreIds(model, text, await model.encode(text), options);
}

/** Scores a text whose tokens are known. @throws {RangeError} If the convention does not fit the model. */
export async function scoreIds(
  model: LanguageModel,
  text: string,
  ids: readonly TokenId[],
  { convention = DEFAULT_CONVENTION, top = 0, signal, onProgress }: ScoreDocumentOptions = {},
): Promise<ScoredDocument> {
  const settings = settleConvention(model, convention);
  const passes = planPasses(ids, settings);
  const scores = await runPasses(model, passes, { length: ids.length, top, signal, onProgress });
  const tokens = ids.map((id, index) => ({
    id,
    bytes: Array.from(model.vocabulary.bytes(id)),
    score: scores[index] ?? null,
  }));
  return { text, source: modelSource(model), settings, tokens, passes: passes.length };
}

interface RunOptions {
  readonly length: number;
  readonly top: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((done: number) => void) | undefined;
}

async function runPasses(
  model: LanguageModel,
  passes: readonly ScoringPass[],
  { length, top, signal, onProgress }: RunOptions,
): Promise<(TokenScore | null)[]> {
  const scores = new Array<TokenScore | null>(length).fill(null);
  const work = passes.reduce((sum, { tokens }) => sum + tokens.length, 0);
  let done = 0;
  for (const { tokens, from, first } of passes) {
    signal?.throwIfAborted();
    const scored = await model.score(tokens, { from, top, signal });
    for (const [index, { logProbability, rank, entropy, top }] of scored.entries()) {
      // Rounding can leave a certain token a hair above 0.
      scores[first + index] = {
        logProbability: Math.min(0, logProbability),
        rank,
        entropyNats: entropy,
        top: top.map((each) => ({ ...each, bytes: Array.from(model.vocabulary.bytes(each.id)) })),
      };
    }
    onProgress?.((done += tokens.length) / work);
  }
  return scores;
}
