/**
 * What a model says of an experiment: the prompt's tokens, what is known of each generated token, and the
 * logits for the next one. They belong together, so they are one value.
 *
 * @module
 */
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { PassKind, Prediction, PredictionEnd } from "@/lib/labs/predictor/answer.ts";
import { contextEnd, contextSettings } from "@/lib/labs/predictor/context_end.ts";
import { encodePrompt, type Prompt } from "@/lib/labs/predictor/prompt.ts";
import { READING, shapedBy } from "@/lib/labs/predictor/page.ts";
import { rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import { generatedToken } from "@/lib/lm/generation/generated_token.ts";
import type { GeneratedToken } from "@/lib/lm/generation/generation.ts";
import type { LanguageModel, LogitsOptions, ModelRun, TokenId } from "@/lib/lm/language_model.ts";

/** How many of the likeliest tokens each generated token keeps. */
const KEPT_TOP = 100;

/** What {@linkcode predict} is asked. */
interface PredictRequest {
  readonly model: LanguageModel;
  readonly query: PredictorQuery;
  /** An earlier answer; what still holds of it is taken over without a pass of the model. */
  readonly known: Prediction | null;
  /** Whether a token that the path has beyond the known one was given rather than picked. */
  readonly given: boolean;
  readonly signal: AbortSignal;
  readonly onRun: (run: ModelRun, kind: PassKind) => void;
}

/**
 * Computes the answer for a query: encodes the text, replays the path, and reads the logits at its end.
 *
 * @throws Whatever the model throws, and the signal's reason when it is aborted.
 */
export async function predict(request: PredictRequest): Promise<Prediction> {
  const { model, query, signal } = request;
  const prompt = knownPrompt(request) ?? await encodePrompt(model, query.text, query.chat);
  signal.throwIfAborted();
  const known = holdsFor(request, prompt) ? request.known : null;
  const generated = await replay(request, prompt, known);
  signal.throwIfAborted();
  if (known !== null && sameTokens(generated, known.generated)) return { ...known, prompt };
  const end = await readEnd(request, [...prompt.ids, ...generated.map(({ id }) => id)], generated.length > 0);
  return { model, prompt, generated, end, reading: READING };
}

/** The prompt of an earlier answer where the text is the same, so that a run does not encode at every token. */
function knownPrompt({ known, model, query }: PredictRequest): Prompt | null {
  if (known === null || known.model !== model) return null;
  return known.prompt.text === query.text && known.prompt.chat === query.chat ? known.prompt : null;
}

function holdsFor({ known, model, query }: PredictRequest, prompt: Prompt): boolean {
  if (known === null || known.model !== model) return false;
  const { contextLimit, contextPolicy } = contextSettings(model, query);
  const { ids } = known.prompt;
  return contextPolicy === known.end.policy && contextLimit === known.end.limit &&
    ids.length === prompt.ids.length && ids.every((id, i) => id === prompt.ids[i]);
}

function sameTokens(a: readonly GeneratedToken[], b: readonly GeneratedToken[]): boolean {
  return a.length === b.length && a.every((token, i) => token === b[i]);
}

/** Records of all tokens of the path; those that a known answer holds are not computed again. */
async function replay(
  request: PredictRequest,
  prompt: Prompt,
  known: Prediction | null,
): Promise<GeneratedToken[]> {
  const { query, given } = request;
  const generated = knownPrefix(known, query.path);
  const next = query.path[generated.length];
  if (next !== undefined && known?.end.raw && generated.length === known.generated.length) {
    const { raw, run, dropped } = known.end;
    const circumstances = { index: generated.length, given, run, dropped };
    generated.push(generatedToken(raw, shapedBy(query, known.end, raw), next, KEPT_TOP, circumstances));
  }
  return generated.length === query.path.length ? generated : await replayAll(request, prompt);
}

function knownPrefix(known: Prediction | null, path: readonly TokenId[]): GeneratedToken[] {
  const generated = known?.generated ?? [];
  const differs = generated.findIndex((token, i) => token.id !== path[i]);
  return generated.slice(0, differs < 0 ? path.length : differs);
}

/** Evaluates the whole path, many rows a pass. It ends early where the context is full. */
async function replayAll(
  { model, query, signal, onRun }: PredictRequest,
  prompt: Prompt,
): Promise<GeneratedToken[]> {
  if (prompt.ids.length === 0) return [];
  const { generate } = await import("@/lib/lm/generation/generate.ts");
  const generated: GeneratedToken[] = [];
  const tokens = generate(model, {
    ...contextSettings(model, query),
    prompt: prompt.ids,
    path: query.path,
    maxTokens: 0,
    sampler: query,
    pick: query.pick,
    seed: query.seed,
    top: KEPT_TOP,
    signal,
  });
  for await (const token of tokens) {
    if (token.run !== null) onRun(token.run, "prefill");
    generated.push(token);
  }
  return generated;
}

async function readEnd(
  request: PredictRequest,
  tokens: TokenId[],
  appended: boolean,
): Promise<PredictionEnd> {
  const { model, query, signal } = request;
  const end = contextEnd(tokens, contextSettings(model, query));
  if (end.full || end.context.length === 0) return { ...end, raw: null, run: null };
  let run: ModelRun | null = null;
  const onRun: LogitsOptions["onRun"] = (seen) => {
    run = seen;
    request.onRun(seen, appended ? "decode" : "prefill");
  };
  const [row] = await model.logits(end.context, { signal, onRun });
  signal.throwIfAborted();
  return { ...end, raw: row === undefined ? null : rawDistribution(row), run };
}
