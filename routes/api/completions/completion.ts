/**
 * One prompt's completion, token by token: the prompt itself where it is echoed, then what is generated.
 *
 * @module
 */
import { generate } from "@/lib/lm/generation/generate.ts";
import type { LanguageModel, TokenId, TokenLogProbability } from "@/lib/lm/language_model.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import type { CompletionRequest } from "@/routes/api/completions/completion_request.ts";
import { createTokenText, safeLength, tokenName } from "@/routes/api/completions/token_text.ts";

/** OpenAI's log-probabilities of the tokens of a piece; `token_ids` and `token_bytes` are this site's own. */
export interface CompletionLogprobs {
  readonly tokens: string[];
  readonly token_logprobs: (number | null)[];
  readonly top_logprobs: (Record<string, number> | null)[];
  /** In characters (code points) from the beginning of the answer's text. */
  readonly text_offset: number[];
  readonly token_ids: number[];
  readonly token_bytes: number[][];
}

/** A piece of an answer. */
export interface CompletionPiece {
  readonly text: string;
  readonly logprobs: CompletionLogprobs | null;
}

/** How an answer ended. */
export interface CompletionEnd {
  readonly reason: "stop" | "length";
  readonly generated: number;
}

/** A prompt as the model reads it. */
export interface ReadPrompt {
  /** Begin token and prompt. */
  readonly context: readonly TokenId[];
  /** How many of them were put in front. */
  readonly added: number;
}

/** What a token is written with. */
interface Entry extends TokenLogProbability {
  readonly isKnown: boolean;
  readonly top: readonly TokenLogProbability[];
}

type Wanted = Pick<CompletionRequest, "logprobs" | "echo" | "max_tokens" | "temperature" | "top_p" | "stop">;

/** After this number of tokens others are answered: a model that computes here takes about a millisecond for each. */
const TOKENS_AT_ONCE = 16;

/** Completes a prompt; the pieces' texts joined are the answer's text. */
export async function* complete(
  model: LanguageModel,
  prompt: ReadPrompt,
  request: Wanted,
  seed: number,
  signal?: AbortSignal,
): AsyncGenerator<CompletionPiece, CompletionEnd> {
  const writer = createWriter(model, request.logprobs);
  if (request.echo) {
    yield writer.write(await echoEntries(model, prompt, request.logprobs, signal));
    yield { text: writer.finish(), logprobs: null };
  }
  return yield* generated(model, prompt, request, { seed, writer, signal });
}

async function echoEntries(
  model: LanguageModel,
  { context, added }: ReadPrompt,
  logprobs: number | null,
  signal: AbortSignal | undefined,
): Promise<Entry[]> {
  const ids = context.slice(added);
  const unknown = (id: TokenId): Entry => ({ id, logProbability: 0, isKnown: false, top: [] });
  if (logprobs === null || ids.length < 2) return ids.map(unknown);
  // The first position is null, as OpenAI has it, also where a begin token stands before it.
  const from = Math.max(1, added);
  const scored = await model.score(context, { from, top: logprobs, signal });
  const known = scored.slice(added + 1 - from);
  return [unknown(ids[0]!), ...known.map((each) => ({ ...each, isKnown: true }))];
}

interface Run {
  readonly seed: number;
  readonly writer: Writer;
  readonly signal: AbortSignal | undefined;
}

async function* generated(
  model: LanguageModel,
  { context }: ReadPrompt,
  { temperature, top_p, max_tokens: maxTokens, stop, logprobs }: Wanted,
  { seed, writer, signal }: Run,
): AsyncGenerator<CompletionPiece, CompletionEnd> {
  const tokens = generate(model, {
    prompt: context,
    sampler: { ...DEFAULT_SAMPLER, temperature, top_p },
    pick: temperature === 0 ? "greedy" : "sample",
    seed,
    maxTokens,
    stop,
    top: Math.max(1, logprobs ?? 0),
    signal,
  });
  let held = "";
  let count = 0;
  for (let next = await tokens.next();; next = await tokens.next()) {
    if (next.done) {
      held += writer.finish();
      const isCut = next.value === "stop";
      yield { text: isCut ? held.slice(0, firstStop(held, stop)) : held, logprobs: null };
      return { reason: isCut || next.value === "end" ? "stop" : "length", generated: count };
    }
    if (++count % TOKENS_AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    const { id, logProbability, top } = next.value;
    const entry = { id, logProbability, isKnown: true, top };
    // An end token is a mark, not text: it is no part of the answer's, but one of its tokens.
    if (model.endTokens.includes(id)) {
      yield writer.mark(entry);
      continue;
    }
    const piece = writer.write([entry]);
    held += piece.text;
    const safe = holdsStop(held, stop) ? 0 : safeLength(held, stop);
    yield { ...piece, text: held.slice(0, safe) };
    held = held.slice(safe);
  }
}

function holdsStop(text: string, stops: readonly string[]): boolean {
  return stops.some((stop) => text.includes(stop));
}

function firstStop(text: string, stops: readonly string[]): number {
  return Math.min(text.length, ...stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0));
}

/** Writes tokens with their places in the text. */
interface Writer {
  write(entries: readonly Entry[]): CompletionPiece;
  /** Writes a token that is no text. */
  mark(entry: Entry): CompletionPiece;
  finish(): string;
}

function createWriter(model: LanguageModel, most: number | null): Writer {
  const decoder = createTokenText();
  const name = (id: TokenId) => tokenName(model.vocabulary.bytes(id));
  const topOf = ({ id, logProbability, top }: Entry) =>
    Object.fromEntries([...top.slice(0, most ?? 0), { id, logProbability }].map((each) => [
      name(each.id),
      each.logProbability,
    ]));

  function write(entries: readonly Entry[]): CompletionPiece {
    const offsets: number[] = [];
    let text = "";
    for (const { id } of entries) {
      offsets.push(decoder.length);
      text += decoder.add(model.vocabulary.bytes(id));
    }
    return { text, logprobs: logprobsOf(entries, offsets) };
  }

  function logprobsOf(entries: readonly Entry[], offsets: number[]): CompletionLogprobs | null {
    if (most === null) return null;
    return {
      tokens: entries.map(({ id }) => name(id)),
      token_logprobs: entries.map(({ isKnown, logProbability }) =>
        isKnown ? Math.min(0, logProbability) : null
      ),
      top_logprobs: entries.map((entry) => entry.isKnown ? topOf(entry) : null),
      text_offset: offsets,
      token_ids: entries.map(({ id }) => id),
      token_bytes: entries.map(({ id }) => [...model.vocabulary.bytes(id)]),
    };
  }

  return {
    write,
    mark: (entry) => ({ text: "", logprobs: logprobsOf([entry], [decoder.length]) }),
    finish: () => decoder.end(),
  };
}
