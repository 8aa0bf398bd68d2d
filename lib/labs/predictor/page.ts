/**
 * What `/` shows of an answer: one pure function of it and the query, the same on the server and in the tab. An answer
 * carries these functions with it, so that their code comes with the first answer that the tab computes and not with
 * the page.
 *
 * @module
 */
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { Prediction, PredictionEnd, Reading, StopQuery } from "@/lib/labs/predictor/answer.ts";
import { contextSettings } from "@/lib/labs/predictor/context_end.ts";
import { labelOf } from "@/lib/labs/predictor/model_choice.ts";
import { originOf } from "@/lib/labs/predictor/prompt.ts";
import { costsOf } from "@/lib/labs/predictor/views/costs.ts";
import { type DistributionView, distributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import {
  type BranchView,
  DRAWS,
  type DrawsView,
  type GeneratedView,
  type PredictorPage,
  type PromptTokenView,
} from "@/lib/labs/predictor/views/page_views.ts";
import { tokenView } from "@/lib/labs/predictor/views/token_view.ts";
import type { StopReason, TokenRange } from "@/lib/lm/generation/generation.ts";
import { stopReasonOf } from "@/lib/lm/generation/stop_reason_of.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { drawCounts } from "@/lib/lm/sampler/choice.ts";
import { type Distribution, distribution, type RawDistribution } from "@/lib/lm/sampler/distribution.ts";
import { pickToken } from "@/lib/lm/sampler/pick_token.ts";
import { type SamplerSettings, STAGE_NAMES } from "@/lib/lm/sampler/settings.ts";
import { isNeutral, shapedProbabilities } from "@/lib/lm/sampler/shape.ts";

/** Tokens of a branch that are shown, and of what it shares with the way that is shown. */
const OWN = 12;
const SHARED = 3;

/** What a typed letter leaves as it is stays the same object, so that nothing of it is drawn again. */
const tokensOf = remembered(
  () => "",
  (prediction: Prediction) => ({
    tokens: promptTokens(prediction),
    generated: generatedTokens(prediction),
  }),
);
const distributionOf = remembered(
  (query: PredictorQuery) =>
    JSON.stringify([query.top, query.stages, STAGE_NAMES.map((name) => query[name])]),
  ({ end }: Prediction, query) =>
    end.raw === null ? null : distribution(end.raw, { sampler: query, context: end.tokens, top: query.top }),
);
const viewOf = remembered(
  (_: Prediction) => "",
  (source: Distribution, { model }) => distributionView(source, model.vocabulary),
);

/** The functions that an answer carries. */
export const READING: Reading = {
  page: pageOf,
  costs: costsOf,
  distribution: distributionOf,
  view: viewOf,
  draws: drawsOf,
  next: nextToken,
  stop: stopReason,
  canGoOn,
};

/**
 * The page of an answer at rest.
 *
 * @param isMissing Whether the experiment's model is not here: the path is then that of another one, of which nothing
 * but its ids is known.
 */
function pageOf(prediction: Prediction, query: PredictorQuery, isMissing: boolean): PredictorPage {
  const { model } = prediction;
  const source = distributionOf(prediction, query);
  const { contextLimit } = contextSettings(model, query);
  return {
    ...tokensOf(prediction),
    ...(isMissing ? { generated: query.path.map(unreadToken) } : {}),
    branches: branchViews(prediction, query),
    distribution: source && viewOf(source, prediction),
    stop: isMissing || query.path.length === 0 ? null : stopReason(prediction, query),
    canStep: !isMissing && canGoOn(prediction, query),
    sourceName: modelSource(model),
    sourceLabel: labelOf(model),
    contextLimit: Number.isFinite(contextLimit) ? contextLimit : null,
  };
}

/** The likeliest token, or the one that the draw of its position falls on. Null where the model said nothing. */
function nextToken({ end, generated }: Prediction, query: PredictorQuery): TokenId | null {
  return end.raw === null
    ? null
    : pickToken(shapedBy(query, end, end.raw), query.pick, query.seed, generated.length);
}

/** The sampler's distribution over the whole vocabulary. */
export function shapedBy(sampler: SamplerSettings, end: PredictionEnd, raw: RawDistribution): Float64Array {
  return isNeutral(sampler) ? raw.probabilities : shapedProbabilities(raw.logits, sampler, end.tokens);
}

function drawsOf(source: Distribution, view: DistributionView, seed: number): DrawsView {
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
  return generated.map(({ id, index, logProbability, shapedProbability, rank, given }, i) => ({
    ...tokenView(model.vocabulary, id),
    ...{ index, logProbability, shapedProbability, rank, given },
    dropped: isIn(end.dropped, prompt.ids.length + i),
  }));
}

/** The ways that were left, as the page draws them; ids that the model does not have are left out. */
export function branchViews(
  { model: { vocabulary }, prompt }: Prediction,
  { path: shown, branches }: Pick<PredictorQuery, "path" | "branches">,
): BranchView[] {
  const view = (id: number) => tokenView(vocabulary, id);
  return branches.filter((path) => path.every((id) => id < vocabulary.size)).map((path) => {
    const differs = path.findIndex((id, i) => id !== shown[i]);
    const same = differs < 0 ? path.length : differs;
    const before = [...prompt.ids, ...path.slice(0, same)].filter((id) => !vocabulary.isSpecial(id));
    return {
      path,
      shared: before.slice(-SHARED).map(view),
      own: path.slice(same, same + OWN).map(view),
      more: Math.max(0, path.length - same - OWN),
    };
  });
}

/** A token of a model that is not loaded: its id is all that is known. */
function unreadToken(id: TokenId, index: number): GeneratedView {
  const bytes = [...new TextEncoder().encode(`#${id}`)];
  const unknown = { logProbability: NaN, shapedProbability: NaN, rank: 0 };
  return { id, bytes, special: true, index, ...unknown, given: false, dropped: false };
}

function isIn(ranges: readonly TokenRange[], position: number): boolean {
  return ranges.some(([start, end]) => position >= start && position < end);
}

/** Why the generation stops where it stands; `visitor` where no condition holds. */
function stopReason({ model, prompt, generated }: Prediction, query: StopQuery): StopReason {
  const settings = {
    ...contextSettings(model, query),
    prompt: prompt.ids,
    maxTokens: query.max_tokens,
    stop: query.stop,
    stopAtEnd: query.stop_at_end,
    blocked: query.blocked,
  };
  return stopReasonOf(model, settings, generated.map(({ id }) => id));
}

/** End tokens and phrases can be passed by hand, limits cannot. */
function canGoOn(prediction: Prediction, query: StopQuery): boolean {
  const reason = stopReason(prediction, { ...query, stop: [], blocked: [], stop_at_end: false });
  return prediction.end.raw !== null && reason === "visitor";
}

/** The last value for each key, so that what has not changed stays the same object. */
function remembered<K extends object, A extends unknown[], V>(
  terms: (...rest: A) => string,
  make: (key: K, ...rest: A) => V,
): (key: K, ...rest: A) => V {
  const known = new WeakMap<K, { readonly terms: string; readonly value: V }>();
  return (key, ...rest) => {
    const asked = terms(...rest);
    const found = known.get(key);
    if (found?.terms === asked) return found.value;
    const value = make(key, ...rest);
    known.set(key, { terms: asked, value });
    return value;
  };
}
