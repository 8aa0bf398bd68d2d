import type { TokenId } from "@/lib/lm/token_id.ts";

/** One token of a distribution with everything the table shows of it. */
export interface RankedToken {
  readonly id: TokenId;
  /** The model's own logit (before any stage). */
  readonly logit: number;
  /** Natural logarithm of the probability under a softmax of the raw logits over the whole vocabulary. */
  readonly logProbability: number;
  /** Probability after the sampler's stages. */
  readonly shapedProbability: number;
  /** From 1, by raw logit; equal logits rank by the lower id. */
  readonly rank: number;
}
