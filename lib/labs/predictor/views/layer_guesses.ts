import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { Vocabulary } from "@/lib/lm/vocabulary.ts";

/** A token in quotes, without the space in front of it. */
export function quotedToken(vocabulary: Vocabulary, id: TokenId): string {
  return `“${joinTokens(vocabulary, [id]).trim()}”`;
}

/** What a model would have said after each layer, in words. */
export function layerGuesses(
  guesses: readonly (readonly { readonly id: TokenId; readonly probability: number }[])[],
  vocabulary: Vocabulary,
): { readonly text: string; readonly probability: number }[][] {
  return guesses.map((each) =>
    each.map(({ id, probability }) => ({ text: quotedToken(vocabulary, id), probability }))
  );
}
