import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { Prediction, PredictionEnd } from "@/lib/labs/predictor/answer.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { RawDistribution } from "@/lib/lm/sampler/distribution.ts";
import { pickToken } from "@/lib/lm/sampler/pick_token.ts";
import type { SamplerSettings } from "@/lib/lm/sampler/settings.ts";
import { isNeutral, shapedProbabilities } from "@/lib/lm/sampler/shape.ts";

/** The token that comes next: the likeliest, or the one that the draw of its position falls on. Null where the model said nothing. */
export function nextToken({ end, generated }: Prediction, query: PredictorQuery): TokenId | null {
  return end.raw === null
    ? null
    : pickToken(shapedBy(query, end, end.raw), query.pick, query.seed, generated.length);
}

/** The sampler's distribution over the whole vocabulary. */
export function shapedBy(sampler: SamplerSettings, end: PredictionEnd, raw: RawDistribution): Float64Array {
  return isNeutral(sampler) ? raw.probabilities : shapedProbabilities(raw.logits, sampler, end.tokens);
}
