import { rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import type { ScoredToken, TokenId } from "@/lib/lm/language_model.ts";
import { rankOf } from "@/lib/lm/distribution/rank_of.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";

/**
 * What teacher forcing keeps of one position.
 *
 * @param logits Of the whole vocabulary.
 * @param id The token that the text has there.
 * @param top How many of the likeliest tokens to keep.
 * @throws {RangeError} If the id is outside the vocabulary, or the logits have no distribution.
 */
export function scoreToken(logits: ArrayLike<number>, id: TokenId, top: number): ScoredToken {
  const { logNormalizer, entropyNats } = rawDistribution(logits);
  const scored = (id: TokenId) => ({ id, logProbability: logits[id]! - logNormalizer });
  return {
    ...scored(id),
    rank: rankOf(logits, id),
    entropy: entropyNats,
    top: topTokens(logits, top).map(scored),
  };
}
