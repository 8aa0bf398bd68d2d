/**
 * What the page shows, derived from the predictor's signals; until the tab has computed an answer of its own,
 * the server's stands.
 *
 * @module
 */
import { computed, type ReadonlySignal } from "@preact/signals";
import { type Costs, costsOf } from "@/lib/labs/predictor/costs.ts";
import { contextSettings } from "@/lib/labs/predictor/context_end.ts";
import { type DistributionView, distributionView } from "@/lib/labs/predictor/distribution_view.ts";
import { isModelMissing, labelOf, sourceOf } from "@/lib/labs/predictor/model_choice.ts";
import type { Prediction } from "@/lib/labs/predictor/prediction.ts";
import type { PredictorQuery } from "@/lib/experiment/predictor_query.ts";
import type { PredictorSnapshot } from "@/lib/labs/predictor/predictor_snapshot.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import { originOf } from "@/lib/labs/predictor/prompt.ts";
import { canGoOn, stopReason } from "@/lib/labs/predictor/stopping.ts";
import { type TokenOrigin, type TokenView, tokenView } from "@/lib/labs/predictor/token_view.ts";
import { drawCounts } from "@/lib/lm/choice.ts";
import { type Distribution, distribution } from "@/lib/lm/distribution.ts";
import type { GeneratedToken, StopReason, TokenRange } from "@/lib/lm/generation.ts";

/** How often "Draw 1,000" draws. */
export const DRAWS = 1000;

/** A token of the prompt on the page. */
export interface PromptTokenView extends TokenView {
  readonly origin: TokenOrigin;
  /** Whether the context policy leaves it out. */
  readonly dropped: boolean;
}

/** A token of the generation on the page. */
export interface GeneratedView extends TokenView {
  readonly index: number;
  readonly logProbability: number;
  readonly shapedProbability: number;
  readonly rank: number;
  readonly given: boolean;
  readonly dropped: boolean;
}

/** Observed counts of draws, for the rows of the table. */
export interface DrawsView {
  readonly counts: readonly number[];
  /** Draws that fell on tokens without a row. */
  readonly other: number;
}

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
}

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
  const source = computed(() =>
    prediction.value === null ? null : sourceDistribution(prediction.value, state)
  );
  const view = fromAnswer<DistributionView | null>(
    ({ model }) => source.value && distributionView(source.value, model.vocabulary),
    (sent) => sent.distribution,
    null,
  );
  const sourceName = fromAnswer(({ model }) => sourceOf(model), (sent) => sent.source, "");
  const stop = fromAnswer<StopReason | null>(
    (answer) => stopReason(answer, query.value),
    (sent) => sent.stop,
    null,
  );
  return {
    source,
    distribution: view,
    tokens: fromAnswer(promptTokens, (sent) => sent.tokens, []),
    generated: fromAnswer(generatedTokens, (sent) => sent.generated, []),
    draws: computed(() => state.drawing.value ? drawsView(source.value, view.value, query.value.seed) : null),
    stop: computed(() => state.generating.value || query.value.path.length === 0 ? null : stop.value),
    canStep: fromAnswer((answer) => canGoOn(answer, query.value), (sent) => sent.canStep, false),
    canUndo: computed(() => state.depth.value > 0 || query.value.path.length > 0),
    sourceName,
    sourceLabel: fromAnswer(({ model }) => labelOf(model), (sent) => sent.sourceLabel, ""),
    contextLimit: fromAnswer(
      ({ model }) => contextSettings(model, query.value).contextLimit,
      (sent) => sent.contextLimit ?? Infinity,
      Infinity,
    ),
    hasTemplate: computed(() => {
      const backend = prediction.value?.model.backend;
      return !isModelMissing(state) && (backend === "wasm" || backend === "webgpu");
    }),
    modelMissing: computed(() => isModelMissing(state)),
    isOtherRevision: computed(() => namesOtherRevision(query.value, sourceName.value)),
    costs: computed(() => costsOf(state.passes.value, prediction.value)),
    busy: computed(() => state.pending.value || state.generating.value),
  };
}

function namesOtherRevision({ model, revision }: PredictorQuery, source: string): boolean {
  return revision !== "" && source.startsWith(`${model}@`) && !source.startsWith(`${model}@${revision} `);
}

function sourceDistribution({ end }: Prediction, state: PredictorState): Distribution | null {
  const sampler = state.query.value;
  return end.raw === null ? null : distribution(end.raw, { sampler, context: end.tokens, top: sampler.top });
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

function drawsView(
  source: Distribution | null,
  view: DistributionView | null,
  seed: number,
): DrawsView | null {
  if (source === null || view === null) return null;
  const drawn = drawCounts(source.shaped.probabilities, seed, DRAWS);
  const counts = view.rows.map((row) => drawn[row.id] ?? 0);
  return { counts, other: DRAWS - counts.reduce((sum, count) => sum + count, 0) };
}
