import type { ShapedStage } from "@/lib/lm/sampler/shape.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { StageName } from "@/lib/lm/sampler/settings.ts";

/** What a stage leaves, as a row of the sampler shows it. */
export interface StageSummary {
  readonly name: StageName;
  readonly kept: number;
  readonly mass: number;
  /** The likeliest probabilities, likeliest first. */
  readonly bars: readonly number[];
  readonly active: boolean;
}

/** Bars of a stage. */
const BARS = 12;

/** Summaries of a sampler's stages. */
export function stageViews(stages: readonly ShapedStage[]): StageSummary[] {
  return stages.map(({ name, active, keptCount, mass, probabilities }) => ({
    name,
    active,
    kept: keptCount,
    mass,
    bars: topTokens(probabilities, BARS).map((id) => probabilities[id]!),
  }));
}
