import type { Answer } from "@/lib/learn/course/answer_text.ts";
import type { Filled } from "@/lib/learn/course/step.ts";
import type { MaskedModel } from "@/lib/embedded/embedded_model.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";

/** What marks the gap. */
export const GAP = "____";

/**
 * What two models put into a gap: one from both sides, the other from what stands before it.
 *
 * @throws {RangeError} If the text has not exactly one gap, or is too long.
 */
export async function fillGap(
  masked: MaskedModel,
  causal: LanguageModel,
  text: string,
  top: number,
): Promise<Filled> {
  const [before, after, ...more] = text.split(GAP);
  if (after === undefined || more.length > 0) {
    throw new RangeError(`Put one ${GAP} (four underscores) into the text.`);
  }
  // A word's space belongs to its token.
  const [left, right] = await Promise.all([masked.encode(before!.replace(/ $/, "")), masked.encode(after)]);
  const start = [masked.beginToken!, ...left];
  const end = masked.endTokens[0]!;
  const both = await masked.fill([...start, end, ...right, end], start.length);
  const [onlyLeft] = await causal.logits(start);
  return {
    before: before!,
    after,
    both: answerOf(masked, text, both, top),
    left: answerOf(causal, text, onlyLeft!, top),
  };
}

function answerOf(model: LanguageModel, text: string, logits: Float32Array, top: number): Answer {
  const probabilities = softmax(logits);
  const rows = topTokens(logits, top).map((id) => ({
    id,
    bytes: Array.from(model.vocabulary.bytes(id)),
    probability: probabilities[id]!,
  }));
  const shown = rows.reduce((sum, { probability }) => sum + probability, 0);
  return {
    text,
    source: modelSource(model),
    rows,
    other: { count: probabilities.length - rows.length, probability: Math.max(0, 1 - shown) },
  };
}
