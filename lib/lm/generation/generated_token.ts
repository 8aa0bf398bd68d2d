import { rankedToken, rankedTokens } from "@/lib/lm/sampler/distribution.ts";
import type { GeneratedToken } from "@/lib/lm/generation/generation.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { RowStatistics } from "@/lib/lm/distribution/row_statistics.ts";

/** What a generated token is, besides its distribution. */
export type TokenCircumstances = Pick<GeneratedToken, "index" | "given" | "run" | "dropped">;

/**
 * A token of a generation with everything known when it was picked.
 *
 * @param shaped The sampler's distribution, one probability per token.
 * @param top How many of the likeliest tokens to keep with it.
 * @throws {RangeError} If the id is outside the vocabulary.
 */
export function generatedToken(
  raw: RowStatistics,
  shaped: Float64Array,
  id: TokenId,
  top: number,
  circumstances: TokenCircumstances,
): GeneratedToken {
  return {
    ...rankedToken(raw, shaped, id),
    ...circumstances,
    entropy: raw.entropyNats,
    top: rankedTokens(raw, shaped, top),
  };
}
