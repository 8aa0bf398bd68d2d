import type { TokenId } from "@/lib/lm/language_model.ts";

/**
 * The rank of a token, from 1: one more than the tokens with a higher score; equal scores rank by the lower id.
 *
 * @param scores Logits or probabilities, one per token.
 * @throws {RangeError} If the id is outside the vocabulary.
 */
export function rankOf(scores: ArrayLike<number>, id: TokenId): number {
  const score = scores[id];
  if (score === undefined) {
    throw new RangeError(`Token ${id} is outside the vocabulary: use an id from 0 to ${scores.length - 1}`);
  }
  let rank = 1;
  for (let other = 0; other < scores.length; other++) {
    if (scores[other]! > score || (scores[other] === score && other < id)) rank++;
  }
  return rank;
}
