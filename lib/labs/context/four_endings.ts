/**
 * One prompt and four conditions that can end what a model writes after it, each set alone.
 *
 * @module
 */
import { generate } from "@/lib/lm/generation/generate.ts";
import type { StopReason } from "@/lib/lm/generation/generation.ts";
import { stopReasonOf, type StopSettings } from "@/lib/lm/generation/stop_reason_of.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";

/** What the model goes on from. */
const ENDING_PROMPT = "Anna: Where is my package?\nBen:";

/** Tokens that are written at most, so that one condition alone is what ends it. */
const ENOUGH = 64;

/** A condition that can end a generation. */
export interface Ending {
  readonly reason: Exclude<StopReason, "visitor" | "blocked">;
  readonly label: string;
  /** The predictor's fields that set it. */
  readonly query: Readonly<Record<string, string>>;
  readonly settings: Omit<StopSettings, "prompt">;
}

/** The four, each alone. */
export const ENDINGS: readonly Ending[] = [
  {
    reason: "end",
    label: "End token",
    query: { max_tokens: `${ENOUGH}` },
    settings: { maxTokens: ENOUGH },
  },
  {
    reason: "limit",
    label: "At most 8 tokens",
    query: { max_tokens: "8" },
    settings: { maxTokens: 8 },
  },
  {
    reason: "stop",
    label: "Stop string “\\nAnna:”",
    query: { max_tokens: `${ENOUGH}`, stop: "\\nAnna:" },
    settings: { maxTokens: ENOUGH, stop: ["\nAnna:"] },
  },
  {
    reason: "context",
    label: "A window of 24 tokens",
    query: { max_tokens: `${ENOUGH}`, context_limit: "24" },
    settings: { maxTokens: ENOUGH, contextLimit: 24, contextPolicy: "reject" },
  },
];

/** A prompt and all that the model writes after it, greedily, until its end token. */
export interface WrittenOn {
  readonly prompt: readonly TokenId[];
  readonly tokens: readonly TokenId[];
}

/** Lets a model write after the prompt until it ends by itself. */
export async function writeOn(model: LanguageModel): Promise<WrittenOn> {
  const begin = model.beginToken === null ? [] : [model.beginToken];
  const prompt = [...begin, ...await model.encode(ENDING_PROMPT)];
  const run = generate(model, {
    prompt,
    sampler: DEFAULT_SAMPLER,
    pick: "greedy",
    seed: 0,
    maxTokens: ENOUGH,
    top: 1,
  });
  const tokens: TokenId[] = [];
  for await (const { id } of run) tokens.push(id);
  return { prompt, tokens };
}

/** Where a condition cuts. */
export interface Cut {
  readonly reason: StopReason;
  /** Tokens that were written before it. */
  readonly at: number;
  /** The first of the tokens that caused it; `at` is behind the last. */
  readonly from: number;
}

/** Finds where a condition ends the text: what is greedy takes the same way under each of them. */
export function cutOf(model: LanguageModel, { prompt, tokens }: WrittenOn, { settings }: Ending): Cut {
  for (let at = 1; at <= tokens.length; at++) {
    const reason = stopReasonOf(model, { ...settings, prompt }, tokens.slice(0, at));
    if (reason !== "visitor") return { reason, at, from: causeOf(model, tokens, at, settings, reason) };
  }
  return { reason: "visitor", at: tokens.length, from: tokens.length };
}

/** Index of the first token of what caused the end: a stop string can be several tokens. */
function causeOf(
  { vocabulary }: LanguageModel,
  tokens: readonly TokenId[],
  at: number,
  { stop = [] }: Ending["settings"],
  reason: StopReason,
): number {
  if (reason !== "stop") return at - 1;
  let missing = Math.max(...stop.map((text) => new TextEncoder().encode(text).length));
  let from = at;
  while (from > 0 && missing > 0) missing -= vocabulary.bytes(tokens[--from]!).length;
  return from;
}

/** What happened, in a sentence. */
export function endingSentence({ reason, at }: Cut, { prompt }: WrittenOn): string {
  switch (reason) {
    case "end":
      return `The model ended it: after ${at - 1} tokens the likeliest next one was the end token.`;
    case "limit":
      return `The limit ended it after ${at} tokens, in the middle of a sentence: nothing in the text says so.`;
    case "stop":
      return `The stop string ended it after ${at} tokens, before the model speaks for Anna too.`;
    case "context":
      return `The full window ended it: ${prompt.length} tokens of prompt and ${at} written are all that it holds, and its policy is to reject.`;
    default:
      return `Nothing ended it within ${at} tokens.`;
  }
}

/** The predictor's address with one condition set. */
export function endingAddress({ query }: Ending): string {
  return `/?${new URLSearchParams({ text: ENDING_PROMPT, ...query })}`;
}
