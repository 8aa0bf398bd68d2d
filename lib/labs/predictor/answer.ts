/**
 * What a model's answer to an experiment is; how one comes about is in prediction.ts.
 *
 * @module
 */
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { ContextEnd } from "@/lib/labs/predictor/context_end.ts";
import type { Prompt } from "@/lib/labs/predictor/prompt.ts";
import type { DistributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import type { Costs, DrawsView, PredictorPage } from "@/lib/labs/predictor/views/page_views.ts";
import type { GeneratedToken, StopReason } from "@/lib/lm/generation/generation.ts";
import type { LanguageModel, ModelRun, TokenId } from "@/lib/lm/language_model.ts";
import type { Distribution, RawDistribution } from "@/lib/lm/sampler/distribution.ts";

/** What kind of pass a run was: many tokens at once, or one appended token. */
export type PassKind = "prefill" | "decode";

/** One pass of the model, as the cost panel lists it. */
export interface Pass {
  readonly kind: PassKind;
  readonly run: ModelRun;
  /** Tokens that the cache held before and that this pass threw away. */
  readonly cropped: number;
}

/** The position after the last token, with what the model says there. */
export interface PredictionEnd extends ContextEnd {
  /** The model's distribution of the next token; null where there is no context or no room. */
  readonly raw: RawDistribution | null;
  readonly run: ModelRun | null;
}

/** A model's answer to an experiment. */
export interface Prediction {
  readonly model: LanguageModel;
  readonly prompt: Prompt;
  readonly generated: readonly GeneratedToken[];
  readonly end: PredictionEnd;
  readonly reading: Reading;
}

/** The parts of a query that can stop a generation. */
export type StopQuery = Pick<
  PredictorQuery,
  "max_tokens" | "stop" | "stop_at_end" | "blocked" | "context_limit" | "context_policy"
>;

/** The functions that an answer carries. */
export interface Reading {
  /**
   * What the page shows of the answer at rest.
   *
   * @param isMissing Whether the experiment's model is not here: of its tokens nothing but the ids is known.
   */
  page(prediction: Prediction, query: PredictorQuery, isMissing: boolean): PredictorPage;
  /** What the passes cost that led to the answer. */
  costs(passes: readonly Pass[], prediction: Prediction): Costs;
  /** The distribution at the end under the query's sampler; null where the model said nothing. */
  distribution(prediction: Prediction, query: PredictorQuery): Distribution | null;
  /** A distribution as the page draws it. */
  view(source: Distribution, prediction: Prediction): DistributionView;
  /** How often each row came in the 1,000 draws. */
  draws(source: Distribution, view: DistributionView, seed: number): DrawsView;
  /** The token that comes next; null where the model said nothing. */
  next(prediction: Prediction, query: PredictorQuery): TokenId | null;
  /** Why the generation stops where it stands; `visitor` where no condition holds. */
  stop(prediction: Prediction, query: StopQuery): StopReason;
  /** Whether one more token can be had. */
  canGoOn(prediction: Prediction, query: StopQuery): boolean;
}
