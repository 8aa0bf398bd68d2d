/**
 * Questions about the next token that several experiments ask.
 *
 * @module
 */
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";

/** A token that may come next. */
export interface NextToken {
  readonly id: TokenId;
  readonly text: string;
  readonly probability: number;
}

/** Distribution of the next token after a text. */
interface NextTokens {
  readonly probabilities: Float64Array;
  /** The likeliest, likeliest first. */
  readonly top: readonly NextToken[];
}

/** A text's tokens, behind the model's begin token; of a longer text the end that fits. */
export async function contextOfText(model: LanguageModel, text: string): Promise<TokenId[]> {
  const begin = model.beginToken === null ? [] : [model.beginToken];
  const ids = await model.encode(text);
  const room = Math.min(model.contextLength, 2048) - begin.length;
  const context = [...begin, ...ids.slice(-room)];
  return context.length > 0 ? context : [...model.endTokens.slice(0, 1)];
}

/** Asks a model what comes after a text. */
export async function askNext(
  model: LanguageModel,
  text: string,
  count = 5,
  signal?: AbortSignal,
): Promise<NextTokens> {
  const [logits] = await model.logits(await contextOfText(model, text), { signal });
  const probabilities = softmax(logits!);
  const top = topTokens(probabilities, count).map((id) => ({
    id,
    text: joinTokens(model.vocabulary, [id]),
    probability: probabilities[id]!,
  }));
  return { probabilities, top };
}

/** The first token of a word as it stands in a sentence. */
export async function firstToken(model: LanguageModel, word: string): Promise<TokenId> {
  return (await model.encode(word))[0]!;
}

/** Mean negative log-likelihood of a text, in nats a token, and its sum. */
export async function scoreText(
  model: LanguageModel,
  text: string,
  signal?: AbortSignal,
): Promise<{ readonly nats: number; readonly tokens: number }> {
  const context = await contextOfText(model, text);
  const scored = await model.score(context, { from: 1, signal });
  return {
    nats: scored.reduce((sum, { logProbability }) => sum - logProbability, 0),
    tokens: scored.length,
  };
}

/** The predictor with a text. */
export function predictorLink(text: string): string {
  return `/?text=${encodeURIComponent(text)}`;
}

/** A probability as people read it: 23 %, 99.8 %, 0.02 %. */
export function percent(probability: number): string {
  const value = probability * 100;
  if (value === 0 || value === 100) return `${value} %`;
  if (value < 0.01) return "under 0.01 %";
  if (value < 1) return `${value.toPrecision(1)} %`;
  if (value < 99) return `${value.toFixed(value < 10 ? 1 : 0)} %`;
  return value > 99.99 ? "over 99.99 %" : `${value.toFixed(value < 99.9 ? 1 : 2)} %`;
}
