/**
 * Why a generation stops, derived from its tokens and its settings alone: a replayed path stops for the same
 * reason as the run that made it.
 *
 * @module
 */
import { joinBytes } from "@/lib/lm/decode_bytes.ts";
import type { GenerateOptions, StopReason } from "@/lib/lm/generation/generation.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import type { Vocabulary } from "@/lib/lm/vocabulary.ts";

/** The settings that can stop a generation. */
export type StopSettings = Pick<
  GenerateOptions,
  "prompt" | "maxTokens" | "stop" | "stopAtEnd" | "blocked" | "contextLimit" | "contextPolicy"
>;

/** The parts of a model that can stop a generation. */
type StoppingModel = Pick<LanguageModel, "vocabulary" | "endTokens" | "contextLength">;

/** Tokens of context that a generation may use: the model's own, or fewer where the visitor says so. */
export function contextLimitOf(model: Pick<LanguageModel, "contextLength">, contextLimit?: number): number {
  return Math.min(model.contextLength, contextLimit ?? Infinity);
}

/**
 * The reason to stop after `tokens`, or `visitor` where none of the conditions holds.
 *
 * Conditions are judged on the last token, so that a visitor who appends a token of their own goes on from
 * there: it is an end token, it completes a blocked phrase, it completes a stop string. Then the counts: the token
 * limit is reached, the context is full and the policy rejects. The first of these that holds is the reason.
 * Strings are compared as UTF-8 bytes, case-sensitively, in the generated text only; empty ones are ignored.
 *
 * @param tokens The tokens generated so far, without the prompt.
 */
export function stopReasonOf(
  model: StoppingModel,
  settings: StopSettings,
  tokens: readonly TokenId[],
): StopReason {
  const { prompt, maxTokens, stop = [], stopAtEnd = true, blocked = [], contextPolicy = "reject" } = settings;
  const last = tokens.at(-1);
  if (last !== undefined) {
    if (stopAtEnd && model.endTokens.includes(last)) return "end";
    if (blocked.some((phrase) => completes(model.vocabulary, tokens, phrase))) return "blocked";
    if (stop.some((text) => completes(model.vocabulary, tokens, text))) return "stop";
  }
  if (tokens.length >= maxTokens) return "limit";
  const limit = contextLimitOf(model, settings.contextLimit);
  const full = prompt.length + tokens.length >= limit;
  return full && contextPolicy === "reject" ? "context" : "visitor";
}

/** Whether the text of the tokens holds `text` in a place that ends within the last token. */
function completes(vocabulary: Vocabulary, tokens: readonly TokenId[], text: string): boolean {
  const wanted = new TextEncoder().encode(text);
  const last = vocabulary.bytes(tokens.at(-1)!);
  if (wanted.length === 0 || last.length === 0) return false;
  const tail = tailBytes(vocabulary, tokens, wanted.length - 1 + last.length);
  const firstEnd = tail.length - last.length + 1;
  for (let end = Math.max(firstEnd, wanted.length); end <= tail.length; end++) {
    if (wanted.every((byte, index) => tail[end - wanted.length + index] === byte)) return true;
  }
  return false;
}

/** The last `length` bytes of the tokens' text, or all where there are fewer. */
function tailBytes(vocabulary: Vocabulary, tokens: readonly TokenId[], length: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let gathered = 0;
  for (let index = tokens.length - 1; index >= 0 && gathered < length; index--) {
    const bytes = vocabulary.bytes(tokens[index]!);
    parts.unshift(bytes);
    gathered += bytes.length;
  }
  return joinBytes(parts).slice(Math.max(0, gathered - length));
}
