/**
 * The signals of the predictor. What can be derived from them is in predictor_views.ts.
 *
 * @module
 */
import { signal } from "@preact/signals";
import type { EmbeddedName, PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { Experiment } from "@/lib/labs/experiment/experiment.ts";
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

/** The signals of the experiment that the page reads. */
type ExperimentState = Pick<
  Experiment<PredictorQuery>,
  "query" | "drafts" | "notices" | "leftOut" | "depth"
>;

/** Everything that changes on a page, as it has just opened. */
export function createPredictorState({ query, drafts, notices, leftOut, depth }: ExperimentState) {
  return {
    query,
    drafts,
    notices,
    leftOut,
    depth,
    /** A long text of an earlier visit that can be brought back. */
    draft: signal<string | null>(null),
    /** The latest finished answer; it can lag behind the query while `pending`. */
    prediction: signal<Prediction | null>(null),
    /** Whether the answer for the current text is still being computed. */
    pending: signal(false),
    generating: signal(false),
    /** Whether the visitor stopped the last run. */
    stopped: signal(false),
    phase: signal<Phase>("idle"),
    /** The token that a step has picked and not yet appended. */
    picked: signal<TokenId | null>(null),
    problem: signal<Problem | null>(null),
    /** The site's own models that are ready, by name. */
    embedded: signal<ReadonlyMap<EmbeddedName, LanguageModel>>(new Map()),
    loaded: signal<LoadedModel | null>(null),
    loading: signal<Loading | null>(null),
    /** One of the site's own models that has been on its way for longer than a moment. */
    arriving: signal<Loading | null>(null),
    loadProblem: signal<Problem | null>(null),
    /** Descriptions of models that were looked up beyond the catalog. */
    described: signal<readonly ModelDescription[]>([]),
    /** Things a visitor should know of the model, such as a backend that was replaced. */
    modelNotices: signal<readonly string[]>([]),
    storage: signal<StorageReport | null>(null),
    passes: signal<readonly Pass[]>([]),
    comparison: signal<CacheComparison | null>(null),
    /** Which half of a comparison runs now. */
    comparing: signal<"with" | "without" | null>(null),
    inspection: signal<Inspection | null>(null),
    /** How surprising the text's own tokens were; of an earlier text until they are scored. */
    promptScores: signal<PromptScores | null>(null),
    lookedUp: signal<LookedUp | null>(null),
    /** Whether 1,000 draws are shown beside the probabilities. */
    drawing: signal(false),
    /** The probabilities that bars had before the last change, for their ghost marks. */
    ghost: signal<ReadonlyMap<TokenId, number>>(new Map()),
    /** Whether the bars were typed: they stand at once, since a glide would keep the next key waiting. */
    still: signal(false),
    /** A second model that makes its tokens in step with the first; null for none. */
    follow: signal<((prediction: Prediction, query: PredictorQuery) => Promise<void>) | null>(null),
    /** What the attention head under the pointer reads, by position in prompt and generation together; null for none. */
    headRead: signal<ArrayLike<number> | null>(null),
  };
}

/** What {@linkcode createPredictorState} makes. */
export type PredictorState = ReturnType<typeof createPredictorState>;
