/**
 * The autoregressive loop: ask the model, shape its answer, pick a token, append it, and ask again.
 *
 * @module
 */
import { checkGenerateOptions } from "@/lib/lm/generation/check_generate_options.ts";
import { contextOf } from "@/lib/lm/generation/context_of.ts";
import { type RawDistribution, rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import { generatedToken } from "@/lib/lm/generation/generated_token.ts";
import type {
  GeneratedToken,
  GenerateOptions,
  StopReason,
  TokenRange,
} from "@/lib/lm/generation/generation.ts";
import type { LanguageModel, ModelRun, TokenId } from "@/lib/lm/language_model.ts";
import { pickToken } from "@/lib/lm/sampler/pick_token.ts";
import { rowStatistics } from "@/lib/lm/distribution/row_statistics.ts";
import type { RemainingTokens } from "@/lib/lm/sampler/remaining_tokens.ts";
import { drawableTokens, isNeutral } from "@/lib/lm/sampler/shape.ts";
import { contextLimitOf, stopReasonOf } from "@/lib/lm/generation/stop_reason_of.ts";

/** Given tokens evaluated in one pass: each brings a row of logits, 200 kB for a vocabulary of 50,000. */
const GIVEN_TOKENS_PER_PASS = 32;

/** One pass of the model: a row of logits for each of the next tokens. */
interface Pass {
  readonly rows: readonly Float32Array[];
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
  model: LanguageModel,
  options: GenerateOptions,
): AsyncGenerator<GeneratedToken, StopReason> {
  checkGenerateOptions(model, options);
  const calledOff = new AbortController();
  const loop = { model, options, signal: eitherSignal(options.signal, calledOff.signal) };
  const generated: TokenId[] = [];
  let zeros = new Float64Array();
  let next = startNext(loop, generated);
  try {
    while ("pass" in next) {
      const { given } = next;
      const pass: Pass | null = await next.pass;
      if (pass === null || options.signal?.aborted) return "visitor";
      for (const [row, logits] of pass.rows.entries()) {
        const index = generated.length;
        const { raw, drawable } = shapeRow(logits, options, generated);
        const id = given[row] ?? pick(drawable, options, index);
        generated.push(id);
        // The model computes the next row while this one is written down and looked at.
        if (row === pass.rows.length - 1) next = startNext(loop, generated);
        // A pass is paid for once: with the first of the tokens it brought.
        const run = row === 0 ? pass.run : null;
        const circumstances = { index, given: row < given.length, run, dropped: pass.dropped };
        const statistics = raw ?? rowStatistics(logits);
        if (zeros.length !== logits.length) zeros = new Float64Array(logits.length);
        yield spreadOver(
          zeros,
          drawable,
          (shaped) => generatedToken(statistics, shaped, id, options.top ?? 100, circumstances),
        );
      }
    }
    return next.reason;
  } finally {
    calledOff.abort();
  }
}

/** What goes on until it is called off. */
interface Loop {
  readonly model: LanguageModel;
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
  const pass = runUnlessAborted(loop, [...generated, ...given.slice(0, -1)], given.length || 1);
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

/** Asks the model for the last `rows` positions of prompt and generation; null where the visitor stopped it. */
async function runUnlessAborted(
  { model, options, signal }: Loop,
  generated: readonly TokenId[],
  rows: number,
): Promise<Pass | null> {
  const { prompt, contextLimit, contextPolicy = "reject", cache = true } = options;
  if (signal.aborted) return null;
  const { tokens, dropped } = contextOf(
    [...prompt, ...generated],
    contextLimitOf(model, contextLimit),
    contextPolicy,
  );
  let run: ModelRun | null = null;
  try {
    const answer = await model.logits(tokens, { rows, cache, signal, onRun: (report) => run = report });
    return signal.aborted ? null : { rows: answer, run, dropped };
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** What the sampler left of a row, and its probabilities before where they were needed for that. */
interface ShapedRow {
  readonly raw: RawDistribution | null;
  readonly drawable: RemainingTokens<Float64Array>;
}

function shapeRow(
  logits: Float32Array,
  { sampler, prompt }: GenerateOptions,
  generated: readonly TokenId[],
): ShapedRow {
  if (!isNeutral(sampler)) {
    return { raw: null, drawable: drawableTokens(logits, sampler, [...prompt, ...generated]) };
  }
  const raw = rawDistribution(logits);
  return { raw, drawable: { ids: null, scores: raw.probabilities } };
}

/** Gives what is left as one probability a token, in room of zeros that is zero again afterwards. */
function spreadOver<T>(
  zeros: Float64Array,
  { ids, scores }: RemainingTokens<Float64Array>,
  use: (shaped: Float64Array) => T,
): T {
  if (ids === null) return use(scores);
  for (let i = 0; i < ids.length; i++) zeros[ids[i]!] = scores[i]!;
  const result = use(zeros);
  for (const id of ids) zeros[id] = 0;
  return result;
}

/** Picks among the tokens that are left: zeros between them would change no sum. */
function pick(
  { ids, scores }: RemainingTokens<Float64Array>,
  { pick, seed }: GenerateOptions,
  index: number,
): TokenId {
  const position = pickToken(scores, pick, seed, index);
  return ids === null ? position : ids[position]!;
}
