/**
 * What a model says after the part of a text that its window holds.
 *
 * @module
 */
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";

/** A token that can come next. */
interface ReadNext {
  readonly id: TokenId;
  readonly bytes: Uint8Array;
  readonly probability: number;
}

/** What was read, and what comes next. */
export interface WindowReading {
  /** What read it, in the words of `data-source`. */
  readonly source: string;
  /** Tokens of the text that are not in the window any more. */
  readonly dropped: number;
  /** The likeliest next tokens, and the one that is followed, likeliest first. */
  readonly next: readonly ReadNext[];
}

/** What a window holds of a text. */
interface WindowText {
  readonly tokens: readonly TokenId[];
  /** Tokens that the window holds; the oldest go first. */
  readonly limit: number;
  /** Tokens that stand in place of what was dropped; none for nothing. */
  readonly summary: readonly TokenId[];
}

/**
 * Reads the latest tokens of a text, with a summary before them where some were dropped.
 *
 * @param followed A token whose probability is told in any case; null for none.
 */
export async function readWindow(
  model: LanguageModel,
  { tokens, limit, summary }: WindowText,
  followed: TokenId | null,
): Promise<WindowReading> {
  const dropped = Math.max(0, tokens.length - limit);
  const read = [...(dropped > 0 ? summary : []), ...tokens.slice(dropped)];
  const begin = model.beginToken === null ? [] : [model.beginToken];
  const [logits] = await model.logits([...begin, ...read], { rows: 1 });
  const p = softmax(logits!);
  const top = topTokens(p, 3);
  const ids = followed === null || top.includes(followed) ? top : [...top.slice(0, 2), followed];
  const next = ids.map((id) => ({ id, bytes: model.vocabulary.bytes(id), probability: p[id]! }));
  return { source: modelSource(model), dropped, next };
}
