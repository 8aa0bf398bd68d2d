import { drift, passTimes } from "@/lib/labs/score/experiments.ts";
import { packDocument } from "@/lib/labs/score/packed_document.ts";
import type { ScoreAnswers, ScoreTask } from "@/lib/labs/score/protocol.ts";
import { measureWords } from "@/lib/labs/score/words/measure_words.ts";
import { readItems } from "@/lib/labs/score/words/read_items.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { compareConventions } from "@/lib/lm/loss/text/compare_conventions.ts";
import { scoreIds } from "@/lib/lm/loss/text/score_document.ts";

/** Alternatives are kept for texts of at most this number of tokens. */
const MAX_WITH_TOPS = 2000;
/** A text of at most this number of tokens is scored under the other conventions too, unasked. */
const MAX_COMPARED = 1500;
/** Alternatives at each position. */
export const TOP = 5;

/** What a task is given besides itself. */
interface TaskOptions {
  readonly signal: AbortSignal;
  /** Milliseconds from an arbitrary start. */
  readonly now: () => number;
  readonly onProgress: (done: number) => void;
}

/** Does a task part by part. */
export async function* runTask(
  model: LanguageModel,
  task: ScoreTask,
  { signal, now, onProgress }: TaskOptions,
): AsyncGenerator<ScoreAnswers> {
  if (task.kind === "times") return yield { times: await passTimes(model, task.text, now, signal) };
  if (task.kind === "drift") return yield { drift: await drift(model, task.text, task, signal) };
  if (task.kind === "words") {
    const items = readItems(task.text, task.regions);
    return yield { words: await measureWords(model, items, { signal, onProgress }) };
  }
  const began = now();
  const ids = await model.encode(task.text);
  const withTops = ids.length <= MAX_WITH_TOPS;
  const { convention, compare } = task;
  const scored = await scoreIds(model, task.text, ids, {
    convention,
    top: withTops ? TOP : 0,
    signal,
    onProgress,
  });
  yield { scored: { document: packDocument(scored, withTops), milliseconds: now() - began } };
  if (compare && ids.length <= MAX_COMPARED && ids.length > 0) {
    yield { compared: await compareConventions(model, scored, signal) };
  }
}
