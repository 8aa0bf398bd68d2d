/**
 * A model's answer as the instruments show it: ranked rows, the rest of the vocabulary, entropy, any token
 * looked up; before and after the sampler.
 *
 * @module
 */
import { effectiveChoices } from "@/lib/lm/distribution/entropy.ts";
import type { RankedToken } from "@/lib/lm/sampler/ranked_token.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import { rankOf } from "@/lib/lm/distribution/rank_of.ts";
import { DEFAULT_SAMPLER, type SamplerSettings } from "@/lib/lm/sampler/settings.ts";
import { shape, type ShapedDistribution } from "@/lib/lm/sampler/shape.ts";
import type { RowStatistics } from "@/lib/lm/distribution/row_statistics.ts";
import { largestLogit } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";

/** A model's own distribution, before any sampler: computed once for each answer of the model. */
export interface RawDistribution extends RowStatistics {
  /** Softmax of the logits over the whole vocabulary. */
  readonly probabilities: Float64Array;
}

/** The tokens that are not among the rows, as one. */
export interface OtherTokens {
  readonly count: number;
  readonly probability: number;
  readonly shapedProbability: number;
}

/** Everything the distribution's table shows. */
export interface Distribution {
  /** Pass it to {@linkcode distribution} again to show the same answer under another sampler. */
  readonly raw: RawDistribution;
  /** The likeliest tokens by raw logit, likeliest first. */
  readonly rows: readonly RankedToken[];
  readonly other: OtherTokens;
  /** Entropy of the raw distribution, in nats. */
  readonly entropyNats: number;
  /** exp(entropy) of the raw distribution. */
  readonly effectiveChoices: number;
  /** What each of the sampler's stages leaves. */
  readonly shaped: ShapedDistribution;
  /** Any token of the vocabulary. @throws {RangeError} If the id is outside the vocabulary. */
  lookup(id: TokenId): RankedToken;
}

/** Options of {@linkcode distribution}. */
interface DistributionOptions {
  /** Default: a sampler that changes nothing. */
  readonly sampler?: SamplerSettings;
  /** The tokens so far, for the repetition penalty. */
  readonly context?: readonly TokenId[];
  /** How many rows. Default 10. */
  readonly top?: number;
}

/**
 * Softmax over the whole vocabulary with its normalizer and entropy, in two passes over the logits.
 *
 * With e_i = exp(z_i - m) and Z = Σ e_i, the entropy is ln Z - Σ e_i (z_i - m) / Z: no logarithm per token.
 *
 * @throws {RangeError} If there is no logit, one is NaN or +Infinity, or all are -Infinity.
 */
export function rawDistribution(logits: ArrayLike<number>): RawDistribution {
  const largest = largestLogit(logits);
  const probabilities = new Float64Array(logits.length);
  let sum = 0;
  let weighted = 0;
  for (let id = 0; id < logits.length; id++) {
    const distance = logits[id]! - largest;
    const exponential = Math.exp(distance);
    probabilities[id] = exponential;
    sum += exponential;
    // Skips 0 · -Infinity, which is not a number.
    if (exponential > 0) weighted += exponential * distance;
  }
  for (let id = 0; id < probabilities.length; id++) probabilities[id]! /= sum;
  const logSum = Math.log(sum);
  return {
    logits,
    probabilities,
    logNormalizer: largest + logSum,
    entropyNats: Math.max(0, logSum - weighted / sum),
  };
}

/** One token of a distribution, with its rank where the caller knows it. */
export function rankedToken(
  raw: RowStatistics,
  shaped: Float64Array,
  id: TokenId,
  rank: number = rankOf(raw.logits, id),
): RankedToken {
  const logit = raw.logits[id]!;
  return { id, logit, logProbability: logit - raw.logNormalizer, shapedProbability: shaped[id]!, rank };
}

/** The `top` likeliest tokens by raw logit, likeliest first; equal logits go to the lower id. */
export function rankedTokens(raw: RowStatistics, shaped: Float64Array, top: number): RankedToken[] {
  return topTokens(raw.logits, top).map((id, index) => rankedToken(raw, shaped, id, index + 1));
}

/**
 * Ranks, sums up and shapes a model's answer. The softmax is always over the whole vocabulary.
 *
 * @param answer The model's logits, or the `raw` part of an earlier distribution, which saves its softmax.
 * @throws {RangeError} If a setting is out of its range, or the logits have no softmax.
 */
export function distribution(
  answer: ArrayLike<number> | RawDistribution,
  options: DistributionOptions = {},
): Distribution {
  const { sampler = DEFAULT_SAMPLER, context = [], top = 10 } = options;
  const raw = "logNormalizer" in answer ? answer : rawDistribution(answer);
  const shaped = shape(raw.logits, sampler, context, raw.probabilities);
  const rows = rankedTokens(raw, shaped.probabilities, top);
  return {
    raw,
    rows,
    other: otherTokens(raw, shaped.probabilities, rows),
    entropyNats: raw.entropyNats,
    effectiveChoices: effectiveChoices(raw.entropyNats),
    shaped,
    lookup: (id) => rankedToken(raw, shaped.probabilities, id),
  };
}

/** Summed over the rest itself: one less the rows' sum would be noise where the rest is tiny. */
function otherTokens(raw: RawDistribution, shaped: Float64Array, rows: readonly RankedToken[]): OtherTokens {
  const shown = new Set(rows.map((row) => row.id));
  let probability = 0;
  let shapedProbability = 0;
  for (let id = 0; id < shaped.length; id++) {
    if (shown.has(id)) continue;
    probability += raw.probabilities[id]!;
    shapedProbability += shaped[id]!;
  }
  return { count: shaped.length - rows.length, probability, shapedProbability };
}
