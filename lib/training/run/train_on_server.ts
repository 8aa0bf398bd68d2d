/**
 * Trains a small run at once, in plain TypeScript: what the server puts into the page before any script runs.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import { shippedCorpus } from "@/lib/training/data/corpora.ts";
import { corpusTexts } from "@/lib/training/data/corpus_texts.ts";
import { parameterCount } from "@/lib/training/network/network.ts";
import { plainCandidate } from "@/lib/training/engines/plain_candidate.ts";
import { type PreparedRun, prepareRun } from "@/lib/training/run/start_run.ts";
import { TrainingError } from "@/lib/training/training_error.ts";
import type { Look, Progress, RunFacts } from "@/lib/training/run/training_protocol.ts";
import { TrainingSession } from "@/lib/training/run/training_session.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** Multiply-adds of a run that the server still makes; about 50 ms. */
const BUDGET = 3e7;
/** Characters of text that the server still reads. */
const MAX_TEXT = 20_000;

/** A whole run. */
export interface FinishedRun {
  readonly facts: RunFacts;
  readonly progress: Progress;
  readonly look: Look;
  /** The context that was looked at. */
  readonly context: readonly TokenId[];
}

/** What the server has to say of a run: its result, that a tab has to make it, or what is wrong. */
type ServerRun =
  | { readonly kind: "finished"; readonly run: FinishedRun }
  | { readonly kind: "too_large" }
  | { readonly kind: "failed"; readonly message: string };

/** Trains where that costs a few milliseconds. */
export async function trainOnServer(settings: TrainingSettings): Promise<ServerRun> {
  if (shippedCorpus(settings.corpus) || settings.corpus.length > MAX_TEXT) return { kind: "too_large" };
  try {
    const texts = corpusTexts(settings.corpus, null);
    if (lowerBound(settings) > BUDGET) {
      return { kind: "too_large" };
    }
    const prepared = prepareRun(texts, settings);
    if (costOf(prepared) > BUDGET) return { kind: "too_large" };
    return { kind: "finished", run: await finish(prepared) };
  } catch (error) {
    if (!(error instanceof TrainingError)) throw error;
    return { kind: "failed", message: error.message };
  }
}

/** A network before its first step. */
interface UntrainedRun {
  readonly facts: RunFacts;
  readonly look: Look;
  readonly context: readonly TokenId[];
}

/** Draws the first weights of a run and looks at them, where that costs a few milliseconds; null where it does not. */
export async function untrainedOnServer(settings: TrainingSettings): Promise<UntrainedRun | null> {
  const tooLarge = lowerBound({ ...settings, steps: 1 }) > BUDGET / 100;
  if (tooLarge || shippedCorpus(settings.corpus) || settings.corpus.length > MAX_TEXT) return null;
  try {
    const session = sessionOf(prepareRun(corpusTexts(settings.corpus, null), settings));
    await session.open();
    const facts = session.facts();
    const { context } = (facts.samples[1] ?? facts.samples[0])!;
    return { facts, look: await session.look(context), context };
  } catch (error) {
    if (error instanceof TrainingError) return null;
    throw error;
  }
}

/** Drawing the first weights alone costs this much: checked before they are drawn. */
function lowerBound({ context, embedding, hidden, steps }: TrainingSettings): number {
  return 3 * context * embedding * hidden * steps;
}

function costOf({ settings, shape, data }: PreparedRun): number {
  const rows = settings.batch === 0 ? data.train.targets.length : settings.batch;
  return 3 * parameterCount(shape) * rows * settings.steps;
}

function sessionOf(prepared: PreparedRun): TrainingSession {
  return new TrainingSession(prepared, { candidates: [plainCandidate()], threads: () => 1, now: () => 0 });
}

async function finish(prepared: PreparedRun): Promise<FinishedRun> {
  const session = sessionOf(prepared);
  await session.open();
  const facts = session.facts();
  const progress = await session.advance({
    steps: prepared.settings.steps,
    milliseconds: Infinity,
    evaluate: true,
  });
  const { context } = (facts.samples[1] ?? facts.samples[0])!;
  return { facts, progress, look: await session.look(context), context };
}
