/**
 * Teacher forcing beside the model: each row of logits is reduced to one {@linkcode ScoredToken} as it comes.
 *
 * @module
 */
import type { ScoredToken, TokenId } from "@/lib/lm/language_model.ts";
import { topTokens } from "@/lib/lm/top_tokens.ts";

/**
 * Reduces the logits for one position to what is kept of it.
 *
 * @param row Logits of the whole vocabulary.
 * @param id The token that the text has there.
 * @param top How many of the likeliest tokens to keep.
 */
export function scoreRow(row: Float32Array, id: TokenId, top: number): ScoredToken {
  let max = -Infinity;
  for (let i = 0; i < row.length; i++) if (row[i]! > max) max = row[i]!;
  let sum = 0;
  let weighted = 0;
  let rank = 1;
  const logit = row[id]!;
  for (let i = 0; i < row.length; i++) {
    const shifted = row[i]! - max;
    const weight = Math.exp(shifted);
    sum += weight;
    weighted += weight * shifted;
    if (row[i]! > logit || (row[i] === logit && i < id)) rank++;
  }
  const logNormalizer = max + Math.log(sum);
  return {
    id,
    logProbability: logit - logNormalizer,
    rank,
    entropy: Math.log(sum) - weighted / sum,
    top: topTokens(row, top).map((id) => ({ id, logProbability: row[id]! - logNormalizer })),
  };
}
