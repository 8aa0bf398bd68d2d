/**
 * What the page shows, derived from the predictor's signals; until the tab has computed an answer of its own,
 * the server's stands.
 *
 * @module
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import type {
  BranchView,
  Costs,
  DrawsView,
  GeneratedView,
  PredictorSnapshot,
  PromptTokenView,
} from "@/lib/labs/predictor/views/page_views.ts";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import type { DistributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import { isHubModel, isModelMissing, labelOf, sourceOf } from "@/lib/labs/predictor/model_choice.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import type { Distribution } from "@/lib/lm/sampler/distribution.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { StopReason } from "@/lib/lm/generation/generation.ts";

/** How often "Draw 1,000" draws. */
export const DRAWS = 1000;

/** Everything derived. */
export interface PredictorViews {
  readonly tokens: ReadonlySignal<readonly PromptTokenView[]>;
  readonly generated: ReadonlySignal<readonly GeneratedView[]>;
  /** The full distribution; null while the server's view stands, or where the model said nothing. */
  readonly source: ReadonlySignal<Distribution | null>;
  readonly distribution: ReadonlySignal<DistributionView | null>;
  readonly draws: ReadonlySignal<DrawsView | null>;
  /** Why the generation stands where it stands; null before its first token and while it runs. */
  readonly stop: ReadonlySignal<StopReason | null>;
  /** The ways that were left, the latest first. */
  readonly branches: ReadonlySignal<readonly BranchView[]>;
  readonly canStep: ReadonlySignal<boolean>;
  readonly canUndo: ReadonlySignal<boolean>;
  /** `data-source`: what computed the result that is shown. */
  readonly sourceName: ReadonlySignal<string>;
  /** The same in words. */
  readonly sourceLabel: ReadonlySignal<string>;
  /** Tokens of context that a text may take here; `Infinity` for counts. */
  readonly contextLimit: ReadonlySignal<number>;
  readonly hasTemplate: ReadonlySignal<boolean>;
  readonly modelMissing: ReadonlySignal<boolean>;
  /** Whether the experiment names a revision of one of the site's own models that the site has no longer. */
  readonly isOtherRevision: ReadonlySignal<boolean>;
  readonly costs: ReadonlySignal<Costs>;
  readonly busy: ReadonlySignal<boolean>;
  /** Whether what is shown is the answer to another text, since that of this one failed. */
  readonly stale: ReadonlySignal<boolean>;
}

const NO_COSTS: Costs = { prefill: null, decode: null, cache: null };

/** Derives the page from its state. */
export function createPredictorViews(
  state: PredictorState,
  snapshot: PredictorSnapshot | null,
): PredictorViews {
  const { prediction, query } = state;
  /** Something of the tab's own answer, or of the server's until there is one. */
  function fromAnswer<T>(
    own: (prediction: Prediction) => T,
    sent: (snapshot: PredictorSnapshot) => T,
    none: T,
  ) {
    return computed(() => {
      if (prediction.value !== null) return own(prediction.value);
      return snapshot === null ? none : sent(snapshot);
    });
  }
  const source = computed(() => {
    const answer = prediction.value;
    return answer === null ? null : answer.reading.distribution(answer, query.value);
  });
  const opened = query.peek();
  const stale = computed(() => {
    if (state.problem.value === null || state.pending.value) return false;
    const answered = prediction.value?.prompt ?? opened;
    return answered.text !== query.value.text;
  });
  const view = fromAnswer<DistributionView | null>(
    (answer) => source.value && answer.reading.view(source.value, answer),
    (sent) => sent.distribution,
    null,
  );
  const sourceName = fromAnswer(({ model }) => sourceOf(model), (sent) => sent.source, "");
  const generated = fromAnswer<readonly GeneratedView[]>(
    (answer) => answer.reading.generated(answer),
    (sent) => sent.generated,
    [],
  );
  const canStep = fromAnswer(
    (answer) => answer.reading.canGoOn(answer, query.value),
    (sent) => sent.canStep,
    false,
  );
  const stop = fromAnswer<StopReason | null>(
    (answer) => answer.reading.stop(answer, query.value),
    (sent) => sent.stop,
    null,
  );
  return {
    source,
    distribution: view,
    tokens: fromAnswer<readonly PromptTokenView[]>(
      (answer) => answer.reading.tokens(answer),
      (sent) => sent.tokens,
      [],
    ),
    generated: computed(() => isModelMissing(state) ? query.value.path.map(unreadToken) : generated.value),
    draws: computed(() => {
      if (!state.drawing.value || source.value === null || view.value === null) return null;
      return prediction.value?.reading.draws(source.value, view.value, query.value.seed) ?? null;
    }),
    stop: computed(() => {
      if (state.generating.value || query.value.path.length === 0 || isModelMissing(state)) return null;
      // That no condition holds is said only of a run that was stopped.
      return stop.value === "visitor" && !state.stopped.value ? null : stop.value;
    }),
    branches: fromAnswer<readonly BranchView[]>(
      (answer) => answer.reading.branches(answer, query.value),
      (sent) => sent.branches,
      [],
    ),
    // The tokens so far are those of a model that is not here: another one's would not go on from them.
    canStep: computed(() => canStep.value && !isModelMissing(state)),
    canUndo: computed(() => state.depth.value > 0 || query.value.path.length > 0),
    sourceName,
    sourceLabel: fromAnswer(({ model }) => labelOf(model), (sent) => sent.sourceLabel, ""),
    contextLimit: fromAnswer(
      (answer) => answer.reading.contextLimit(answer, query.value),
      (sent) => sent.contextLimit ?? Infinity,
      Infinity,
    ),
    hasTemplate: computed(() => {
      const model = prediction.value?.model;
      return !isModelMissing(state) && model !== undefined && isHubModel(model);
    }),
    modelMissing: computed(() => isModelMissing(state)),
    isOtherRevision: computed(() => namesOtherRevision(query.value, sourceName.value)),
    costs: computed(() => prediction.value?.reading.costs(state.passes.value, prediction.value) ?? NO_COSTS),
    busy: computed(() =>
      state.pending.value || state.generating.value || stale.value ||
      snapshot === null && prediction.value === null && state.problem.value === null
    ),
    stale,
  };
}

/** A token of a model that is not loaded: its id is all that is known. */
function unreadToken(id: TokenId, index: number): GeneratedView {
  const bytes = [...new TextEncoder().encode(`#${id}`)];
  const unknown = { logProbability: NaN, shapedProbability: NaN, rank: 0 };
  return { id, bytes, special: true, index, ...unknown, given: false, dropped: false };
}

function namesOtherRevision({ model, revision }: PredictorQuery, source: string): boolean {
  return revision !== "" && source.startsWith(`${model}@`) && !source.startsWith(`${model}@${revision} `);
}
