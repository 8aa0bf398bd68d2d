import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";

/** A rung that answers with a row of probabilities. */
export interface Rung {
  readonly name: string;
  /** What computes it, in the words of `data-source`; null where nothing was counted or trained. */
  readonly source: string | null;
  readonly looksBack: number | null;
  readonly vocabulary: LanguageModel["vocabulary"];
  encode(text: string): Promise<TokenId[]>;
  /** Probabilities of the next token after a text. */
  next(text: string): Promise<Float64Array>;
  bitsPerByte(text: string): Promise<number | null>;
}
