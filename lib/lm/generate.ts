/**
 * The autoregressive loop: ask the model, shape its answer, pick a token, append it, and ask again.
 *
 * @module
 */
import { checkGenerateOptions } from "@/lib/lm/check_generate_options.ts";
import { contextOf } from "@/lib/lm/context_of.ts";
import { rawDistribution } from "@/lib/lm/distribution.ts";
import { generatedToken } from "@/lib/lm/generated_token.ts";
import type { GeneratedToken, GenerateOptions, StopReason, TokenRange } from "@/lib/lm/generation.ts";
import type { LanguageModel, ModelRun, TokenId } from "@/lib/lm/language_model.ts";
import { pickToken } from "@/lib/lm/pick_token.ts";
import { type RowStatistics, rowStatistics } from "@/lib/lm/row_statistics.ts";
import type { SamplerSettings } from "@/lib/lm/sampler_settings.ts";
import { isNeutral, shapedProbabilities } from "@/lib/lm/shape.ts";
import { contextLimitOf, stopReasonOf } from "@/lib/lm/stop_reason_of.ts";

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
  const generated: TokenId[] = [];
  while (true) {
    const given = nextGivenTokens(model, options, generated.length);
    if (given.length === 0) {
      const reason = stopReasonOf(model, options, generated);
      if (reason !== "visitor") return reason;
    }
    const pass = await runUnlessAborted(
      model,
      options,
      [...generated, ...given.slice(0, -1)],
      given.length || 1,
    );
    if (pass === null) return "visitor";
    for (const [row, logits] of pass.rows.entries()) {
      // A pass is paid for once: with the first of the tokens it brought.
      const cost = row === 0 ? pass : { ...pass, run: null };
      const token = nextToken(options, generated, logits, given[row] ?? null, cost);
      generated.push(token.id);
      yield token;
    }
  }
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
  model: LanguageModel,
  options: GenerateOptions,
  generated: readonly TokenId[],
  rows: number,
): Promise<Pass | null> {
  const { prompt, contextLimit, contextPolicy = "reject", cache = true, signal } = options;
  if (signal?.aborted) return null;
  const { tokens, dropped } = contextOf(
    [...prompt, ...generated],
    contextLimitOf(model, contextLimit),
    contextPolicy,
  );
  let run: ModelRun | null = null;
  try {
    const answer = await model.logits(tokens, { rows, cache, signal, onRun: (report) => run = report });
    return signal?.aborted ? null : { rows: answer, run, dropped };
  } catch (error) {
    if (signal?.aborted) return null;
    throw error;
  }
}

/** Shapes one row of logits and picks from it, or takes the given token. */
function nextToken(
  options: GenerateOptions,
  generated: readonly TokenId[],
  logits: Float32Array,
  given: TokenId | null,
  { run, dropped }: Pick<Pass, "run" | "dropped">,
): GeneratedToken {
  const { prompt, sampler, pick, seed, top = 100 } = options;
  const index = generated.length;
  const { raw, shaped } = readRow(logits, sampler, () => [...prompt, ...generated]);
  const id = given ?? pickToken(shaped, pick, seed, index);
  return generatedToken(raw, shaped, id, top, { index, given: given !== null, run, dropped });
}

/** What is known of a row before the sampler, and its probabilities after it. */
function readRow(
  logits: Float32Array,
  sampler: SamplerSettings,
  context: () => readonly TokenId[],
): { raw: RowStatistics; shaped: Float64Array } {
  if (!isNeutral(sampler)) {
    return { raw: rowStatistics(logits), shaped: shapedProbabilities(logits, sampler, context()) };
  }
  const raw = rawDistribution(logits);
  return { raw, shaped: raw.probabilities };
}
