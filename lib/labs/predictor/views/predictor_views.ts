/**
 * What the page shows, derived from the predictor's signals; until the tab has computed an answer of its own,
 * the server's stands.
 *
 * @module
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import { isHubModel, isModelMissing } from "@/lib/labs/predictor/model_choice.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import {
  type Costs,
  type DrawsView,
  EMPTY_PAGE,
  type PredictorPage,
  type PredictorSnapshot,
} from "@/lib/labs/predictor/views/page_views.ts";

/** Each part of a value as a signal of its own, so that what does not change is not drawn again. */
type Signals<T> = { readonly [K in keyof T]: ReadonlySignal<T[K]> };

const NO_COSTS: Costs = { prefill: null, decode: null, cache: null };

/** Everything derived from a page's state: the page of the answer, and what depends on how things stand right now. */
export function createPredictorViews(state: PredictorState, snapshot: PredictorSnapshot | null) {
  const { prediction, query } = state;
  const opened = query.peek();
  let kept = opened;
  const settings = computed(() => kept = isTypedOver(kept, query.value) ? kept : query.value);
  const missing = computed(() => isModelMissing(state));
  // An answer brings its own text: a key alone derives nothing anew.
  const page = computed(() => {
    const answer = prediction.value;
    return answer?.reading.page(answer, settings.value, missing.value) ?? snapshot ?? EMPTY_PAGE;
  });
  const parts = signalsOf(page, Object.keys(EMPTY_PAGE) as (keyof PredictorPage)[]);
  const source = computed(() => {
    const answer = prediction.value;
    return answer === null ? null : answer.reading.distribution(answer, settings.value);
  });
  const stale = computed(() => {
    if (state.problem.value === null || state.pending.value) return false;
    const answered = prediction.value?.prompt ?? opened;
    return answered.text !== query.value.text;
  });
  return {
    ...parts,
    /** The whole page of the answer at rest. */
    page,
    /** The experiment without its text: the same object for as long as only the text changes. */
    settings: settings as ReadonlySignal<Omit<PredictorQuery, "text">>,
    /** That no condition holds is said only of a run that was stopped. */
    stop: computed(() => {
      const stop = state.generating.value ? null : parts.stop.value;
      return stop === "visitor" && !state.stopped.value ? null : stop;
    }),
    /** Tokens of context that a text may take here; `Infinity` for counts. */
    contextLimit: computed(() => parts.contextLimit.value ?? Infinity),
    /** The full distribution; null while the server's view stands, or where the model said nothing. */
    source,
    draws: computed((): DrawsView | null => {
      const view = parts.distribution.value;
      if (!state.drawing.value || source.value === null || view === null) return null;
      return prediction.value?.reading.draws(source.value, view, settings.value.seed) ?? null;
    }),
    canUndo: computed(() => state.depth.value > 0 || settings.value.path.length > 0),
    hasTemplate: computed(() => {
      const model = prediction.value?.model;
      return !missing.value && model !== undefined && isHubModel(model);
    }),
    modelMissing: missing,
    /** Whether the experiment names a revision of one of the site's own models that the site has no longer. */
    isOtherRevision: computed(() => namesOtherRevision(settings.value, parts.sourceName.value)),
    /** The passes of an answer are shown with it. */
    costs: computed((): Costs =>
      prediction.value?.reading.costs(state.passes.peek(), prediction.value) ?? NO_COSTS
    ),
    busy: computed(() =>
      state.pending.value || state.generating.value || stale.value ||
      !snapshot?.isWhole && prediction.value === null && state.problem.value === null
    ),
    /** Whether what is shown is the answer to another text, since that of this one failed. */
    stale,
  };
}

/** What {@linkcode createPredictorViews} makes. */
export type PredictorViews = ReturnType<typeof createPredictorViews>;

function signalsOf<T>(whole: ReadonlySignal<T>, names: readonly (keyof T)[]): Signals<T> {
  const signals = names.map((name) => [name, computed(() => whole.value[name])]);
  return Object.fromEntries(signals) as Signals<T>;
}

function namesOtherRevision(
  { model, revision }: Pick<PredictorQuery, "model" | "revision">,
  source: string,
): boolean {
  return revision !== "" && source.startsWith(`${model}@`) && !source.startsWith(`${model}@${revision} `);
}

/** Whether two experiments differ in nothing but their text. */
function isTypedOver(before: PredictorQuery, now: PredictorQuery): boolean {
  return (Object.keys(now) as (keyof PredictorQuery)[]).every((name) =>
    name === "text" || before[name] === now[name] || isEmptyList(before[name]) && isEmptyList(now[name])
  );
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
