import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { END } from "../corpus/grammar/exact.ts";

/** A model's probability that a word, perhaps of several tokens, comes next; {@linkcode END} is the end of the text. */
export async function wordProbability(model: LanguageModel, text: string, word: string): Promise<number> {
  const before = [model.beginToken!, ...await model.encode(text)];
  const next = word === END ? [model.endTokens[0]!] : await model.encode(word);
  const scored = await model.score([...before, ...next], { from: before.length });
  return Math.exp(scored.reduce((sum, { logProbability }) => sum + logProbability, 0));
}
