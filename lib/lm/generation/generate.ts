/**
 * The autoregressive loop: ask the model, shape its answer, pick a token, append it, and ask again.
 *
 * @module
 */
import { checkGenerateOptions } from "@/lib/lm/generation/check_generate_options.ts";
import { contextOf } from "@/lib/lm/generation/context_of.ts";
import {
  decidedToken,
  type DecideNext,
  takeToken,
  type TokenDecision,
  type TokenQuestion,
} from "@/lib/lm/generation/decide_token.ts";
import type {
  GeneratedToken,
  GenerateOptions,
  StopReason,
  TokenRange,
} from "@/lib/lm/generation/generation.ts";
import type { LanguageModel, ModelRun, TokenId } from "@/lib/lm/language_model.ts";
import { contextLimitOf, stopReasonOf } from "@/lib/lm/generation/stop_reason_of.ts";

/** Given tokens evaluated in one pass: each brings a row of logits, 200 kB for a vocabulary of 50,000. */
const GIVEN_TOKENS_PER_PASS = 32;

/** A model that may also pick the next token itself, so that no row of logits has to come from another thread. */
export interface GeneratingModel extends LanguageModel {
  readonly decide?: DecideNext | undefined;
}

/** One pass of the model: a row of logits for each of the next tokens, or the one token that it picked itself. */
interface Pass {
  readonly answers: readonly (Float32Array | TokenDecision)[];
  readonly run: ModelRun | null;
  readonly dropped: readonly TokenRange[];
}

/**
 * Generates tokens after a prompt, one at a time, and returns why it stopped.
 *
 * Tokens of `path` come first, all of them, also past `maxTokens` or a stop string: what a visitor chose is
 * not taken back. They are evaluated like any other, so that each has its rank and its alternatives, several in
 * one pass. After the path {@linkcode stopReasonOf} decides before each token whether to go on; an end token, and a token
 * that completes a stop string or a blocked phrase, is still part of the result.
 *
 * Token i is picked with draw i of NumPy's `default_rng(seed)`, however the tokens before it came about.
 * Aborting the signal ends the loop with `visitor`; nothing is thrown.
 *
 * @throws {RangeError} If an option is out of its range, the prompt is empty, or a token is outside the vocabulary.
 */
export async function* generate(
  model: GeneratingModel,
  options: GenerateOptions,
): AsyncGenerator<GeneratedToken, StopReason> {
  checkGenerateOptions(model, options);
  const calledOff = new AbortController();
  const loop = { model, options, signal: eitherSignal(options.signal, calledOff.signal) };
  const generated: TokenId[] = [];
  let next = startNext(loop, generated);
  try {
    while ("pass" in next) {
      const { given } = next;
      const pass: Pass | null = await next.pass;
      if (pass === null || options.signal?.aborted) return "visitor";
      for (const [row, answer] of pass.answers.entries()) {
        const index = generated.length;
        const taken = "topIds" in answer
          ? { id: answer.id, decision: () => answer }
          : takeToken(answer, questionOf(options, generated), given[row]);
        generated.push(taken.id);
        // The model computes the next row while this one is written down and looked at.
        if (row === pass.answers.length - 1) next = startNext(loop, generated);
        // A pass is paid for once: with the first of the tokens it brought.
        const run = row === 0 ? pass.run : null;
        const circumstances = { index, given: row < given.length, run, dropped: pass.dropped };
        yield decidedToken(taken.decision(), circumstances);
      }
    }
    return next.reason;
  } finally {
    calledOff.abort();
  }
}

/** What goes on until it is called off. */
interface Loop {
  readonly model: GeneratingModel;
  readonly options: GenerateOptions;
  readonly signal: AbortSignal;
}

/** A pass that is under way with the tokens it was given, or why there is none. */
type Next =
  | { readonly pass: Promise<Pass | null>; readonly given: readonly TokenId[] }
  | { readonly reason: StopReason };

/** Starts the pass for the next tokens, unless a condition stops the loop. */
function startNext(loop: Loop, generated: readonly TokenId[]): Next {
  const { model, options } = loop;
  const given = nextGivenTokens(model, options, generated.length);
  const reason = given.length > 0 ? "visitor" : stopReasonOf(model, options, generated);
  if (reason !== "visitor") return { reason };
  const pass = runUnlessAborted(loop, generated, given);
  // Whoever takes the next token hears of a failure; where nobody does, it is nobody's.
  pass.catch(() => {});
  return { pass, given };
}

function eitherSignal(signal: AbortSignal | undefined, own: AbortSignal): AbortSignal {
  return signal === undefined ? own : AbortSignal.any([signal, own]);
}

/** The given tokens that one pass can evaluate; none where the path is over or the context rejects more. */
function nextGivenTokens(model: LanguageModel, options: GenerateOptions, start: number): readonly TokenId[] {
  const free = contextLimitOf(model, options.contextLimit) - options.prompt.length - start;
  if (free <= 0 && (options.contextPolicy ?? "reject") === "reject") return [];
  // A full context drops other tokens before each further one, which takes a pass of its own.
  const count = Math.max(1, Math.min(GIVEN_TOKENS_PER_PASS, free));
  return (options.path ?? []).slice(start, start + count);
}

/** Asks the model for the next token, or a row for each that is given; null where the visitor stopped it. */
async function runUnlessAborted(
  { model, options, signal }: Loop,
  generated: readonly TokenId[],
  given: readonly TokenId[],
): Promise<Pass | null> {
  const { prompt, contextLimit, contextPolicy = "reject", cache = true } = options;
  if (signal.aborted) return null;
  const { tokens, dropped } = contextOf(
    [...prompt, ...generated, ...given.slice(0, -1)],
    contextLimitOf(model, contextLimit),
    contextPolicy,
  );
  let run: ModelRun | null = null;
  const asked = { cache, signal, onRun: (report: ModelRun) => run = report };
  try {
    const answers = given.length === 0 && model.decide
      ? [await model.decide(tokens, questionOf(options, generated), asked)]
      : await model.logits(tokens, { ...asked, rows: given.length || 1 });
    return signal.aborted ? null : { answers, run, dropped };
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** How the token behind those so far is picked. */
function questionOf(
  { sampler, pick, seed, prompt, top = 100 }: GenerateOptions,
  generated: readonly TokenId[],
): TokenQuestion {
  const context = sampler.repetition_penalty === 1 ? [] : [...prompt, ...generated];
  return { sampler, pick, seed, index: generated.length, context, top };
}
