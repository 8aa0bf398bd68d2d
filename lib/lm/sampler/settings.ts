/**
 * The names and settings of the sampler's stages.
 *
 * @module
 */

/** The sampler's stages, in their default order. */
export const STAGE_NAMES = ["repetition_penalty", "temperature", "top_k", "top_p", "min_p"] as const;

/** One stage of the sampler. */
export type StageName = typeof STAGE_NAMES[number];

/** Everything that shapes a distribution between the model's logits and the draw. */
export interface SamplerSettings {
  /** Divides the logits; 0 is greedy: all mass on the likeliest token (the lower id of equals). */
  readonly temperature: number;
  /** Keeps the k likeliest tokens; 0 is off. */
  readonly top_k: number;
  /** Keeps the fewest likeliest tokens whose mass reaches p, the one that crosses included; 1 is off. */
  readonly top_p: number;
  /** Keeps tokens at least `min_p` times as likely as the likeliest; 0 is off. */
  readonly min_p: number;
  /** Divides positive and multiplies negative logits of tokens already in the context; 1 is off. */
  readonly repetition_penalty: number;
  /** The order the stages run in: each name at most once; a stage that is left out does not run. */
  readonly stages: readonly StageName[];
}

/** A sampler that leaves the model's distribution as it is. */
export const DEFAULT_SAMPLER: SamplerSettings = {
  temperature: 1,
  top_k: 0,
  top_p: 1,
  min_p: 0,
  repetition_penalty: 1,
  stages: STAGE_NAMES,
};
