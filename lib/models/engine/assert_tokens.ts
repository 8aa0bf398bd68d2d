/**
 * The guard in front of a model: what is wrong never reaches the runtime, which would repeat its error for ever.
 *
 * @module
 */
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";

/**
 * Checks a context.
 *
 * @throws {RangeError} If it is empty, too long for the model, or holds an id outside the vocabulary.
 */
export function assertTokens(
  model: Pick<LanguageModel, "contextLength" | "vocabulary">,
  tokens: readonly TokenId[],
): void {
  const { contextLength, vocabulary } = model;
  if (tokens.length === 0) throw new RangeError("Cannot predict after no tokens: give at least one");
  if (tokens.length > contextLength) {
    throw new RangeError(
      `The context of ${tokens.length} tokens is longer than the model's ${contextLength}`,
    );
  }
  const bad = tokens.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabulary.size);
  if (bad !== undefined) {
    throw new RangeError(`Token ${bad} is outside the vocabulary of ${vocabulary.size} tokens`);
  }
}
