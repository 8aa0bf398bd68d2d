import { drawMany } from "@/lib/lm/sampler/choice.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { SamplerSettings } from "@/lib/lm/sampler/settings.ts";
import { shape, type ShapedDistribution } from "@/lib/lm/sampler/shape.ts";

/** What is drawn, from what, and how. */
export interface SampleRequest {
  /** Scores on the natural-log scale, one for each token. */
  readonly logits: ArrayLike<number>;
  readonly sampler: SamplerSettings;
  /** Tokens so far, for the repetition penalty. */
  readonly context: readonly TokenId[];
  /** NumPy's `default_rng(seed)`. */
  readonly seed: number;
  readonly draws: number;
}

/** A distribution shaped stage by stage, and draws from it. */
export interface SampleReport extends ShapedDistribution {
  /** Indices in the order drawn: NumPy's `default_rng(seed).choice(n, size=draws, p=probabilities)`. */
  readonly draws: Uint32Array;
  /** How often each index came up. */
  readonly counts: Uint32Array;
}

/**
 * Shapes a distribution and draws from it as NumPy does.
 *
 * @throws {RangeError} If a setting is out of its range, or the logits have no softmax.
 */
export function sampleReport({ logits, sampler, context, seed, draws }: SampleRequest): SampleReport {
  const shaped = shape(logits, sampler, context);
  const drawn = drawMany(shaped.probabilities, seed, draws);
  const counts = new Uint32Array(logits.length);
  for (const index of drawn) counts[index]!++;
  return { ...shaped, draws: drawn, counts };
}
