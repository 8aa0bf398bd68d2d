/**
 * The signals of the predictor. What can be derived from them is in predictor_views.ts.
 *
 * @module
 */
import { type Signal, signal } from "@preact/signals";
import type { LeftOutName } from "@/lib/experiment/address.ts";
import type { Notice } from "@/lib/experiment/codec.ts";
import type { EmbeddedName, PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { CacheComparison } from "@/lib/labs/predictor/compare_cache.ts";
import type { Inspection } from "@/lib/labs/predictor/inspection.ts";
import type { LookedUp } from "@/lib/labs/predictor/look_up.ts";
import type { Pass, Prediction } from "@/lib/labs/predictor/answer.ts";
import type { PromptScores } from "@/lib/labs/predictor/prompt_scores.ts";
import type { Problem } from "@/lib/labs/predictor/problem.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import type {
  LoadedModel,
  LoadProgress,
  ModelDescription,
  StorageReport,
} from "@/lib/models/model_provider.ts";

/** What a step is doing. */
export type Phase = "idle" | "predict" | "pick" | "append";

/** A load under way. */
export interface Loading {
  readonly name: string;
  readonly progress: LoadProgress | null;
}

/** Everything that changes on the page. */
export interface PredictorState {
  readonly query: Signal<PredictorQuery>;
  readonly notices: Signal<readonly Notice[]>;
  /** What is wrong with a field as it was typed last, by name; its value before holds. */
  readonly fieldErrors: Signal<ReadonlyMap<string, string>>;
  /** What the address could not hold. */
  readonly leftOut: Signal<readonly LeftOutName[]>;
  /** A long text of an earlier visit that can be brought back. */
  readonly draft: Signal<string | null>;
  /** The latest finished answer; it can lag behind the query while `pending`. */
  readonly prediction: Signal<Prediction | null>;
  /** Whether the answer for the current text is still being computed. */
  readonly pending: Signal<boolean>;
  readonly generating: Signal<boolean>;
  /** Whether the visitor stopped the last run. */
  readonly stopped: Signal<boolean>;
  readonly phase: Signal<Phase>;
  /** The token that a step has picked and not yet appended. */
  readonly picked: Signal<TokenId | null>;
  readonly problem: Signal<Problem | null>;
  /** The site's own models that are ready, by name. */
  readonly embedded: Signal<ReadonlyMap<EmbeddedName, LanguageModel>>;
  readonly loaded: Signal<LoadedModel | null>;
  readonly loading: Signal<Loading | null>;
  /** One of the site's own models that has been on its way for longer than a moment. */
  readonly arriving: Signal<Loading | null>;
  readonly loadProblem: Signal<Problem | null>;
  /** Descriptions of models that were looked up beyond the catalog. */
  readonly described: Signal<readonly ModelDescription[]>;
  /** Things a visitor should know of the model, such as a backend that was replaced. */
  readonly modelNotices: Signal<readonly string[]>;
  readonly storage: Signal<StorageReport | null>;
  readonly passes: Signal<readonly Pass[]>;
  readonly comparison: Signal<CacheComparison | null>;
  /** Which half of a comparison runs now. */
  readonly comparing: Signal<"with" | "without" | null>;
  readonly inspection: Signal<Inspection | null>;
  /** How surprising the text's own tokens were; of an earlier text until they are scored. */
  readonly promptScores: Signal<PromptScores | null>;
  readonly lookedUp: Signal<LookedUp | null>;
  /** Whether 1,000 draws are shown beside the probabilities. */
  readonly drawing: Signal<boolean>;
  /** The probabilities that bars had before the last change, for their ghost marks. */
  readonly ghost: Signal<ReadonlyMap<TokenId, number>>;
  /** Whether the bars were typed: they stand at once, since a glide would keep the next key waiting. */
  readonly still: Signal<boolean>;
  /** A second model that makes its tokens in step with the first; null for none. */
  readonly follow: Signal<((prediction: Prediction, query: PredictorQuery) => Promise<void>) | null>;
  /** What the attention head under the pointer reads, by position in prompt and generation together; null for none. */
  readonly headRead: Signal<ArrayLike<number> | null>;
  /** How many discrete acts can be undone by going back. */
  readonly depth: Signal<number>;
}

/** The state of a page that has just opened. */
export function createPredictorState(query: PredictorQuery, notices: readonly Notice[]): PredictorState {
  return {
    query: signal(query),
    notices: signal(notices),
    fieldErrors: signal(new Map()),
    leftOut: signal([]),
    draft: signal(null),
    prediction: signal(null),
    pending: signal(false),
    generating: signal(false),
    stopped: signal(false),
    phase: signal("idle"),
    picked: signal(null),
    problem: signal(null),
    embedded: signal(new Map()),
    loaded: signal(null),
    loading: signal(null),
    arriving: signal(null),
    loadProblem: signal(null),
    described: signal([]),
    modelNotices: signal([]),
    storage: signal(null),
    passes: signal([]),
    comparison: signal(null),
    comparing: signal(null),
    inspection: signal(null),
    promptScores: signal(null),
    lookedUp: signal(null),
    drawing: signal(false),
    ghost: signal(new Map()),
    still: signal(false),
    follow: signal(null),
    headRead: signal(null),
    depth: signal(0),
  };
}
