/**
 * Tokens as the page draws them: plain data, so that a server can send them and a tab take them over.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { Vocabulary } from "@/lib/lm/vocabulary.ts";

/** Where a token of the prompt comes from. */
export type TokenOrigin = "text" | "template" | "begin";

/** One token, ready to draw. */
export interface TokenView {
  readonly id: TokenId;
  /** The token's exact UTF-8 bytes; they may begin or end inside a character. */
  readonly bytes: readonly number[];
  /** Whether it is a mark rather than a piece of text. */
  readonly special: boolean;
}

/** The view of one token. */
export function tokenView(vocabulary: Vocabulary, id: TokenId): TokenView {
  return { id, bytes: [...vocabulary.bytes(id)], special: vocabulary.isSpecial(id) };
}
