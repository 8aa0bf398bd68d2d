/**
 * The settings of the sampler.
 *
 * @module
 */
import { perStage, STAGE_NAMES, type StageName } from "@/lib/lm/sampler/stages.ts";

export { STAGE_NAMES, type StageName };

/** Everything that shapes a distribution between the model's logits and the draw. What each does: stages.ts. */
export interface SamplerSettings extends Readonly<Record<StageName, number>> {
  /** The order the stages run in: each name at most once; a stage that is left out does not run. */
  readonly stages: readonly StageName[];
}

/** A sampler that leaves the model's distribution as it is. */
export const DEFAULT_SAMPLER: SamplerSettings = { ...perStage(({ off }) => off), stages: STAGE_NAMES };
