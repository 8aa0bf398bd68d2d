import type { TokenId } from "@/lib/lm/language_model.ts";

/**
 * The repetition penalty of CTRL (Keskar et al. 2019) as Hugging Face transformers computes it: the logit of
 * every token that stands in the context, prompt included, is divided by the penalty where it is positive and
 * multiplied where it is negative. A token is penalized once, however often it stands there.
 *
 * @param penalty Above 0; above 1 discourages repetition, checked by `checkSampler`.
 * @param context The tokens so far; ids outside the vocabulary are ignored.
 * @returns New logits.
 */
export function penalizeRepetition(
  logits: ArrayLike<number>,
  penalty: number,
  context: Iterable<TokenId>,
): Float64Array {
  const penalized = Float64Array.from(logits);
  for (const id of new Set(context)) {
    const logit = logits[id];
    if (logit !== undefined) penalized[id] = logit > 0 ? logit / penalty : logit * penalty;
  }
  return penalized;
}
