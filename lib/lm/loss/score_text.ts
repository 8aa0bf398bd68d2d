import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";

/** A token of a scored text. */
interface ScoredPiece {
  readonly id: number;
  /** UTF-8; a token can be half a character. */
  readonly bytes: readonly number[];
  /** Natural logarithm of its probability given the tokens before it. */
  readonly logProbability: number;
}

/** A text under a model. JSON only. */
export interface ScoredText {
  readonly text: string;
  /** What computed it, as {@linkcode modelSource} names it. */
  readonly source: string;
  readonly pieces: readonly ScoredPiece[];
}

/**
 * Scores a text by teacher forcing: each token given the true ones before it, the begin token first where the model
 * has one. Without one, the first token has nothing to be predicted from and is left out.
 */
export async function scoreText(
  model: LanguageModel,
  text: string,
  signal?: AbortSignal,
): Promise<ScoredText> {
  const begin = model.beginToken === null ? [] : [model.beginToken];
  const ids = [...begin, ...await model.encode(text)];
  const scored = ids.length > 1 ? await model.score(ids, { from: 1, signal }) : [];
  const pieces = scored.map(({ id, logProbability }) => ({
    id,
    bytes: Array.from(model.vocabulary.bytes(id)),
    logProbability,
  }));
  return { text, source: modelSource(model), pieces };
}
