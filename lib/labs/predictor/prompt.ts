/**
 * From the visitor's text to the tokens that a model gets.
 *
 * @module
 */
import type { TokenOrigin } from "@/lib/labs/predictor/views/token_view.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";

/** The tokens in front of the generation. */
export interface Prompt {
  readonly text: string;
  readonly chat: boolean;
  readonly ids: readonly TokenId[];
  /** Half-open range of the tokens that the text itself makes; the rest was added by begin token or template. */
  readonly textRange: readonly [start: number, end: number];
  /** Whether a template was asked for that the model does not have. */
  readonly templateMissing: boolean;
}

/** Splits a text for a model, with its begin token or its chat template. */
export async function encodePrompt(model: LanguageModel, text: string, chat: boolean): Promise<Prompt> {
  const textIds = await model.encode(text);
  const chatIds = chat ? await model.encodeChat(text) : null;
  if (chatIds !== null) {
    return { text, chat, ids: chatIds, textRange: findRun(chatIds, textIds), templateMissing: false };
  }
  const begin = model.beginToken === null ? [] : [model.beginToken];
  const ids = [...begin, ...textIds];
  return { text, chat, ids, textRange: [begin.length, ids.length], templateMissing: chat };
}

/** Where the token at a position of the prompt comes from. */
export function originOf(prompt: Prompt, position: number): TokenOrigin {
  const [start, end] = prompt.textRange;
  if (position >= start && position < end) return "text";
  return position === 0 && start === 1 && end === prompt.ids.length ? "begin" : "template";
}

/**
 * The text's own tokens inside a template. A template can join the first or last token with its own characters;
 * then the longest run that both share counts.
 */
function findRun(ids: readonly TokenId[], run: readonly TokenId[]): [number, number] {
  for (let trimmed = 0; trimmed < Math.min(run.length, 3); trimmed++) {
    for (let from = 0; from <= trimmed; from++) {
      const piece = run.slice(from, run.length - (trimmed - from));
      const start = ids.findIndex((_, i) => piece.every((id, j) => ids[i + j] === id));
      if (start >= 0) return [start, start + piece.length];
    }
  }
  return [ids.length, ids.length];
}
