/**
 * One turn of the decode loop on a row of logits: the token that comes next, and what is shown of the row. A model
 * whose rows are computed on another thread answers with this, a few kilobytes, in place of the row.
 *
 * @module
 */
import { rankOf } from "@/lib/lm/distribution/rank_of.ts";
import { rowStatistics } from "@/lib/lm/distribution/row_statistics.ts";
import { type RowSummary, type SummarizeRow, summarizeRow } from "@/lib/lm/distribution/row_summary.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { GeneratedToken } from "@/lib/lm/generation/generation.ts";
import type { TokenCircumstances } from "@/lib/lm/generation/generated_token.ts";
import type { LogitsOptions, TokenId } from "@/lib/lm/language_model.ts";
import { rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import type { PickMode } from "@/lib/lm/sampler/pick_mode.ts";
import { pickToken } from "@/lib/lm/sampler/pick_token.ts";
import type { RankedToken } from "@/lib/lm/sampler/ranked_token.ts";
import type { RemainingTokens } from "@/lib/lm/sampler/remaining_tokens.ts";
import type { SamplerSettings } from "@/lib/lm/sampler/settings.ts";
import { drawableTokens, isNeutral } from "@/lib/lm/sampler/shape.ts";

/** How a token is picked, and how much is kept of its row. */
export interface TokenQuestion {
  readonly sampler: SamplerSettings;
  readonly pick: PickMode;
  /** NumPy's `default_rng(seed)`, of which draw `index` is used. */
  readonly seed: number;
  readonly index: number;
  /** The tokens so far, for the repetition penalty; none are needed where it is off. */
  readonly context: readonly TokenId[];
  /** How many of the likeliest tokens to keep. */
  readonly top: number;
}

/** The token that was picked, with its row summed up: plain data that crosses a port. */
export interface TokenDecision {
  readonly id: TokenId;
  readonly logit: number;
  readonly rank: number;
  readonly shapedProbability: number;
  /** A token's log-probability is its logit less this. */
  readonly logNormalizer: number;
  readonly entropyNats: number;
  /** The likeliest tokens, likeliest first: their ids, logits and probabilities after the sampler. */
  readonly topIds: Uint32Array;
  readonly topLogits: Float64Array;
  readonly topShaped: Float64Array;
}

/** The token after a context, picked where the model computes. As `logits` with one row, it rejects and can be called off. */
export type DecideNext = (
  tokens: readonly TokenId[],
  question: TokenQuestion,
  options?: Pick<LogitsOptions, "cache" | "signal" | "onRun">,
) => Promise<TokenDecision>;

/** A token that is picked, while the rest of what is known of its row is not worked out yet. */
interface TakenToken {
  readonly id: TokenId;
  decision(): TokenDecision;
}

/** A row summed up for more tokens than these is not asked for: a larger top-k looks for its own. */
const MAX_BEST = 1024;

/**
 * Picks a token from a row, or takes the one that is given.
 *
 * @param known The row's summary, where there is one.
 * @throws {RangeError} If a setting is out of its range, the id is outside the vocabulary, or the logits have no softmax.
 */
export function takeToken(
  logits: Float32Array,
  question: TokenQuestion,
  given?: TokenId,
  known?: RowSummary,
): TakenToken {
  const { sampler, context, top } = question;
  const raw = isNeutral(sampler) ? rawDistribution(logits) : null;
  const drawable = raw === null
    ? drawableTokens(logits, sampler, context, known?.best)
    : { ids: null, scores: raw.probabilities };
  const id = given ?? pickFrom(drawable, question);
  const summary = () => known ?? { ...(raw ?? rowStatistics(logits)), best: topTokens(logits, top) };
  return { id, decision: () => describe(summary(), drawable, id, top) };
}

/** The whole turn at once, where the row is: {@linkcode takeToken}. */
export function decideToken(
  logits: Float32Array,
  question: TokenQuestion,
  summarize: SummarizeRow = summarizeRow,
): TokenDecision {
  const { top, sampler: { top_k } } = question;
  const count = Math.max(top, top_k <= MAX_BEST ? top_k : 0);
  return takeToken(logits, question, undefined, summarize(logits, count)).decision();
}

/** A decision as the loop yields it. */
export function decidedToken(decision: TokenDecision, circumstances: TokenCircumstances): GeneratedToken {
  const { id, logit, rank, shapedProbability, logNormalizer, entropyNats } = decision;
  const { topIds, topLogits, topShaped } = decision;
  const top = Array.from(topIds, (id, place): RankedToken => ({
    id,
    logit: topLogits[place]!,
    logProbability: topLogits[place]! - logNormalizer,
    shapedProbability: topShaped[place]!,
    rank: place + 1,
  }));
  return {
    id,
    logit,
    logProbability: logit - logNormalizer,
    shapedProbability,
    rank,
    ...circumstances,
    entropy: entropyNats,
    top,
  };
}

/** Picks among the tokens that are left: zeros between them would change no sum. */
function pickFrom(
  { ids, scores }: RemainingTokens<Float64Array>,
  { pick, seed, index }: TokenQuestion,
): TokenId {
  const position = pickToken(scores, pick, seed, index);
  return ids === null ? position : ids[position]!;
}

function describe(
  { logits, logNormalizer, entropyNats, best }: RowSummary,
  drawable: RemainingTokens<Float64Array>,
  id: TokenId,
  top: number,
): TokenDecision {
  const topIds = Uint32Array.from(best.slice(0, top));
  const place = best.indexOf(id);
  const rank = place < 0 ? rankOf(logits, id) : place + 1;
  return {
    id,
    logit: logits[id]!,
    rank,
    shapedProbability: shapedOf(drawable, id),
    logNormalizer,
    entropyNats,
    topIds,
    topLogits: Float64Array.from(topIds, (each) => logits[each]!),
    topShaped: Float64Array.from(topIds, (each) => shapedOf(drawable, each)),
  };
}

/** A token's probability after the sampler: 0 where it was dropped. Ids ascend. */
function shapedOf({ ids, scores }: RemainingTokens<Float64Array>, id: TokenId): number {
  if (ids === null) return scores[id] ?? 0;
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle;
  }
  return ids[low] === id ? scores[low]! : 0;
}
