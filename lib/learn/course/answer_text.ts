import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";

/** A token with its probability. */
export interface TokenShare {
  readonly id: TokenId;
  /** UTF-8; a token can be half a character. */
  readonly bytes: readonly number[];
  readonly probability: number;
}

/** What a model expects after a text. JSON only. */
export interface Answer {
  readonly text: string;
  /** What computed it, as {@linkcode modelSource} names it. */
  readonly source: string;
  /** Its likeliest tokens, likeliest first. */
  readonly rows: readonly TokenShare[];
  /** All other tokens of the vocabulary. */
  readonly other: { readonly count: number; readonly probability: number };
}

/** A model's answer, and the share and rank of any one token in it. */
interface WholeAnswer extends Answer {
  /** Of the first token of a word after the text; null where there is none. */
  find(word: string): Promise<(TokenShare & { readonly rank: number }) | null>;
}

/**
 * Asks a model what follows a text, over its whole vocabulary.
 *
 * @param top How many rows.
 * @throws {RangeError} If the text is longer than the model's context.
 */
export async function answerText(model: LanguageModel, text: string, top: number): Promise<WholeAnswer> {
  const begin = model.beginToken === null ? [] : [model.beginToken];
  const [logits] = await model.logits([...begin, ...await model.encode(text)]);
  const probabilities = softmax(logits!);
  const share = (id: TokenId): TokenShare => ({
    id,
    bytes: Array.from(model.vocabulary.bytes(id)),
    probability: probabilities[id]!,
  });
  const rows = topTokens(logits!, top).map(share);
  const shown = rows.reduce((sum, { probability }) => sum + probability, 0);
  return {
    text,
    source: modelSource(model),
    rows,
    other: { count: probabilities.length - rows.length, probability: Math.max(0, 1 - shown) },
    async find(word) {
      const [id] = await model.encode(word);
      if (id === undefined) return null;
      const rank = 1 + probabilities.filter((p) => p > probabilities[id]!).length;
      return { ...share(id), rank };
    },
  };
}
