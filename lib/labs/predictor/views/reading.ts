/**
 * What is read off an answer: its distribution under the sampler, the next token, whether the generation goes on.
 * An answer carries these functions with it, so that their code comes with the first answer that the tab computes
 * and not with the page.
 *
 * @module
 */
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { contextSettings } from "@/lib/labs/predictor/context_end.ts";
import { type Costs, costsOf } from "@/lib/labs/predictor/views/costs.ts";
import { type DistributionView, distributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import { nextToken, type Prediction } from "@/lib/labs/predictor/prediction.ts";
import {
  type BranchView,
  DRAWS,
  type DrawsView,
  type GeneratedView,
  type PromptTokenView,
} from "@/lib/labs/predictor/views/predictor_views.ts";
import type { Pass } from "@/lib/labs/predictor/predictor_state.ts";
import { branchViews } from "@/lib/labs/predictor/views/branch_views.ts";
import { originOf } from "@/lib/labs/predictor/prompt.ts";
import { canGoOn, stopReason } from "@/lib/labs/predictor/views/stopping.ts";
import { type TokenView, tokenView } from "@/lib/labs/predictor/views/token_view.ts";
import { drawCounts } from "@/lib/lm/sampler/choice.ts";
import { type Distribution, distribution } from "@/lib/lm/sampler/distribution.ts";
import type { GeneratedToken, StopReason, TokenRange } from "@/lib/lm/generation/generation.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";

/** The functions that an answer carries. */
export interface Reading {
  /** The prompt's tokens, as the page draws them. */
  tokens(prediction: Prediction): readonly PromptTokenView[];
  /** The generated tokens, as the page draws them. */
  generated(prediction: Prediction): readonly GeneratedView[];
  /** The ways that were left. */
  branches(prediction: Prediction, query: PredictorQuery): readonly BranchView[];
  /** What the passes cost that led to the answer. */
  costs(passes: readonly Pass[], prediction: Prediction): Costs;
  /** The distribution at the end under the query's sampler; null where the model said nothing. */
  distribution(prediction: Prediction, query: PredictorQuery): Distribution | null;
  /** A distribution as the page draws it. */
  view(source: Distribution, prediction: Prediction): DistributionView;
  /** How often each row came in {@linkcode DRAWS} draws. */
  draws(source: Distribution, view: DistributionView, seed: number): DrawsView;
  /** The token that comes next; null where the model said nothing. */
  next(prediction: Prediction, query: PredictorQuery): TokenId | null;
  /** Why the generation stops where it stands; `visitor` where no condition holds. */
  stop(prediction: Prediction, query: PredictorQuery): StopReason;
  /** Whether one more token can be had. */
  canGoOn(prediction: Prediction, query: PredictorQuery): boolean;
  /** Tokens of context that a text may take; `Infinity` for counts. */
  contextLimit(prediction: Prediction, query: PredictorQuery): number;
}

/** The functions themselves. */
export const READING: Reading = {
  tokens: promptTokens,
  generated: generatedTokens,
  branches: branchViews,
  costs: costsOf,
  distribution: ({ end }, query) =>
    end.raw === null ? null : distribution(end.raw, { sampler: query, context: end.tokens, top: query.top }),
  view: (source, { model }) => distributionView(source, model.vocabulary),
  draws: drawsView,
  next: nextToken,
  stop: stopReason,
  canGoOn,
  contextLimit: ({ model }, query) => contextSettings(model, query).contextLimit,
};

function drawsView(source: Distribution, view: DistributionView, seed: number): DrawsView {
  const drawn = drawCounts(source.shaped.probabilities, seed, DRAWS);
  const counts = view.rows.map((row) => drawn[row.id] ?? 0);
  return { counts, other: DRAWS - counts.reduce((sum, count) => sum + count, 0) };
}

function promptTokens({ model, prompt, end }: Prediction): PromptTokenView[] {
  return prompt.ids.map((id, position) => ({
    ...tokenView(model.vocabulary, id),
    origin: originOf(prompt, position),
    dropped: isIn(end.dropped, position),
  }));
}

function generatedTokens({ model, prompt, generated, end }: Prediction): GeneratedView[] {
  return generated.map((token, i) =>
    generatedView(token, tokenView(model.vocabulary, token.id), isIn(end.dropped, prompt.ids.length + i))
  );
}

function generatedView(token: GeneratedToken, view: TokenView, dropped: boolean): GeneratedView {
  const { index, logProbability, shapedProbability, rank, given } = token;
  return { ...view, index, logProbability, shapedProbability, rank, given, dropped };
}

function isIn(ranges: readonly TokenRange[], position: number): boolean {
  return ranges.some(([start, end]) => position >= start && position < end);
}
