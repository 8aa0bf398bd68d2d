/**
 * What is read off an answer: its distribution under the sampler, the next token, whether the generation goes on.
 * An answer carries these functions with it, so that their code comes with the first answer that the tab computes
 * and not with the page.
 *
 * @module
 */
import { contextSettings } from "@/lib/labs/predictor/context_end.ts";
import { costsOf } from "@/lib/labs/predictor/views/costs.ts";
import type { DrawsView, GeneratedView, PromptTokenView } from "@/lib/labs/predictor/views/page_views.ts";
import { nextToken } from "@/lib/labs/predictor/next_token.ts";
import type { Prediction, Reading } from "@/lib/labs/predictor/answer.ts";
import { type DistributionView, distributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import { DRAWS } from "@/lib/labs/predictor/views/predictor_views.ts";
import { branchViews } from "@/lib/labs/predictor/views/branch_views.ts";
import { originOf } from "@/lib/labs/predictor/prompt.ts";
import { canGoOn, stopReason } from "@/lib/labs/predictor/views/stopping.ts";
import { type TokenView, tokenView } from "@/lib/labs/predictor/views/token_view.ts";
import { drawCounts } from "@/lib/lm/sampler/choice.ts";
import { type Distribution, distribution } from "@/lib/lm/sampler/distribution.ts";
import type { GeneratedToken, TokenRange } from "@/lib/lm/generation/generation.ts";

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
