/**
 * One token of the text looked at closely: the distribution that it was picked from.
 *
 * @module
 */
import {
  type DistributionView,
  distributionView,
  type RowView,
  rowView,
} from "@/lib/labs/predictor/views/distribution_view.ts";
import { contextEnd, contextSettings } from "@/lib/labs/predictor/context_end.ts";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { distribution } from "@/lib/lm/sampler/distribution.ts";

/** What is known of the token at a position. */
export interface Inspection {
  /** Position in prompt and generation together, from 0. */
  readonly position: number;
  /** Position in the generation; null for a token of the prompt. */
  readonly index: number | null;
  readonly row: RowView;
  /** Entropy of the distribution, in nats. */
  readonly entropyNats: number;
  /** The likeliest tokens there, likeliest first. */
  readonly top: readonly RowView[];
  /** The whole distribution, once it was computed again; null where only the kept tokens are known. */
  readonly whole: DistributionView | null;
}

/** What a generated token keeps of its distribution: no pass of the model. Null for a token of the prompt. */
export function inspectKept(prediction: Prediction, position: number): Inspection | null {
  const { vocabulary } = prediction.model;
  const index = position - prediction.prompt.ids.length;
  const token = prediction.generated[index];
  if (token === undefined) return null;
  const top = token.top.map((row) => rowView(row, vocabulary));
  return { position, index, row: rowView(token, vocabulary), entropyNats: token.entropy, top, whole: null };
}

/**
 * Computes the distribution at a position again, whole. Null at a position without context.
 *
 * @throws Whatever the model throws.
 */
export async function inspectWhole(
  prediction: Prediction,
  position: number,
  query: PredictorQuery,
  signal: AbortSignal,
): Promise<Inspection | null> {
  const { model, prompt, generated } = prediction;
  const tokens = [...prompt.ids, ...generated.map((token) => token.id)];
  const id = tokens[position];
  const { context } = contextEnd(tokens.slice(0, position), contextSettings(model, query));
  if (id === undefined || context.length === 0) return null;
  const [row] = await model.logits(context, { signal });
  if (row === undefined) return null;
  const source = distribution(row, { sampler: query, context: tokens.slice(0, position), top: 100 });
  const whole = distributionView(source, model.vocabulary);
  const index = position < prompt.ids.length ? null : position - prompt.ids.length;
  const found = rowView(source.lookup(id), model.vocabulary);
  return { position, index, row: found, entropyNats: source.entropyNats, top: whole.rows, whole };
}
