import { choice } from "@/lib/lm/sampler/choice.ts";
import type { PickMode } from "@/lib/lm/sampler/pick_mode.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import { drawAt } from "@/lib/lm/sampler/pcg64.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";

/**
 * Picks token `index` of a generation from its shaped distribution.
 *
 * Greedy takes the likeliest token, the lower id of equals. Sampling takes the one that draw `index` of NumPy's
 * `default_rng(seed)` falls on, however the tokens before it came about.
 *
 * @throws {RangeError} If the seed or the index is negative or no whole number.
 */
export function pickToken(shaped: Float64Array, pick: PickMode, seed: number, index: number): TokenId {
  return pick === "greedy" ? topTokens(shaped, 1)[0]! : choice(shaped, drawAt(seed, index));
}
