/**
 * A distribution as the page draws it: plain data, the same on the server and in the tab.
 *
 * @module
 */
import { type TokenView, tokenView } from "@/lib/labs/predictor/views/token_view.ts";
import type { Distribution, OtherTokens } from "@/lib/lm/sampler/distribution.ts";
import type { RankedToken } from "@/lib/lm/sampler/ranked_token.ts";
import type { StageName } from "@/lib/lm/sampler/settings.ts";
import type { Vocabulary } from "@/lib/lm/vocabulary.ts";

/** One row of the table. */
export interface RowView extends RankedToken {
  /** Softmax of the raw logits over the whole vocabulary. */
  readonly probability: number;
  readonly token: TokenView;
}

/** What one stage of the sampler leaves. */
export interface StageView {
  readonly name: StageName;
  readonly active: boolean;
  readonly keptCount: number;
  /** Share of the distribution entering the stage that its kept tokens hold. */
  readonly mass: number;
  readonly entropyNats: number;
  /** Probabilities after the stage of the first rows, likeliest first. */
  readonly bars: readonly number[];
}

/** Everything that the distribution's region shows. */
export interface DistributionView {
  readonly rows: readonly RowView[];
  readonly other: OtherTokens;
  readonly entropyNats: number;
  readonly effectiveChoices: number;
  readonly vocabularySize: number;
  readonly stages: readonly StageView[];
}

/** Bars that a stage's small plot holds. */
const STAGE_BARS = 12;

/** The view of a distribution. */
export function distributionView(source: Distribution, vocabulary: Vocabulary): DistributionView {
  const { rows, other, entropyNats, effectiveChoices, raw, shaped } = source;
  const shown = rows.slice(0, STAGE_BARS);
  return {
    rows: rows.map((row) => rowView(row, vocabulary)),
    other,
    entropyNats,
    effectiveChoices,
    vocabularySize: raw.logits.length,
    stages: shaped.stages.map(({ name, active, keptCount, mass, entropyNats, probabilities }) => ({
      name,
      active,
      keptCount,
      mass,
      entropyNats,
      bars: shown.map((row) => probabilities[row.id] ?? 0),
    })),
  };
}

/** The view of one row. */
export function rowView(row: RankedToken, vocabulary: Vocabulary): RowView {
  return { ...row, probability: Math.exp(row.logProbability), token: tokenView(vocabulary, row.id) };
}
