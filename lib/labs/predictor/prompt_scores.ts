/**
 * How surprising each token of the text itself was to the model.
 *
 * @module
 */
import type { Prediction } from "@/lib/labs/predictor/answer.ts";

/** What the model had said of the text's own tokens. */
export interface PromptScores {
  /** The answer that they belong to. */
  readonly prompt: Prediction["prompt"];
  /** By position in the prompt; null where nothing stood before. */
  readonly tokens: readonly ({ readonly probability: number; readonly rank: number } | null)[];
  /** Mean surprise of the text's bytes, in bits; null for a text too short to judge. */
  readonly bitsPerByte: number | null;
}

/** Bytes below which a text says too little to be judged. */
const LEAST_BYTES = 12;

/**
 * Scores the tokens of a prompt. Null where the model's context does not hold them.
 *
 * @throws Whatever the model throws.
 */
export async function scorePrompt(
  { model, prompt }: Prediction,
  signal: AbortSignal,
): Promise<PromptScores | null> {
  const { ids, textRange: [start, end] } = prompt;
  if (ids.length < 2 || ids.length > model.contextLength) return null;
  const scored = await model.score(ids, { from: 1, signal });
  const first = ids.length - scored.length;
  const tokens = ids.map((_, position) => {
    const token = scored[position - first];
    return token === undefined ? null : { probability: Math.exp(token.logProbability), rank: token.rank };
  });
  const own = scored.slice(Math.max(0, start - first), Math.max(0, end - first));
  const bytes = new TextEncoder().encode(prompt.text).length;
  const bits = own.reduce((sum, token) => sum - token.logProbability, 0) / Math.LN2;
  return { prompt, tokens, bitsPerByte: bytes < LEAST_BYTES ? null : bits / bytes };
}
