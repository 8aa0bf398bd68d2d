/**
 * The worked training run in the tab; its code comes with the first press.
 *
 * @module
 */

import { runSource } from "@/lib/training/run/run_source.ts";

/** What the training has shown so far. */
export interface Shown {
  /** What computed it, in the words of `data-source`: its seed and the steps that it has made name it. */
  readonly source: string;
  readonly losses: readonly number[];
  readonly floorNats: number;
  /** After "left regional". */
  readonly rows: readonly { readonly word: string; readonly probability: number }[];
}

/** Steps of the run. */
export const STEPS = 120;
/** The context that is looked at. */
export const CONTEXT = ["left", "regional"];

/** A moment in which the page draws. */
function drawn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 16));
}

/**
 * Trains the worked example and shows it a few steps at a time; the code comes with the first press.
 *
 * @param signal Ends the training: nothing is shown any more.
 * @param pause Waits between two looks.
 */
export async function trainInTab(
  show: (shown: Shown) => void,
  signal: AbortSignal,
  pause: () => Promise<void> = drawn,
): Promise<void> {
  const [{ openSession }, { plainCandidate }, { DEFAULT_SETTINGS }, { corpusTexts }, { softmax }] =
    await Promise.all([
      import("@/lib/training/run/training_session.ts"),
      import("@/lib/training/engines/plain_candidate.ts"),
      import("@/lib/training/training_settings.ts"),
      import("@/lib/training/data/corpus_texts.ts"),
      import("@/lib/lm/distribution/softmax.ts"),
    ]);
  const services = { candidates: [plainCandidate()], threads: () => 1, now: () => performance.now() };
  const session = await openSession(corpusTexts(DEFAULT_SETTINGS.corpus, null), DEFAULT_SETTINGS, services);
  try {
    const { tokenizer, floorNats, engine } = session.facts();
    const context = CONTEXT.map((word) => tokenizer.tokens.indexOf(word));
    const losses: number[] = [];
    while (losses.length < STEPS) {
      // A slow device takes fewer at a time.
      const steps = Math.min(4, STEPS - losses.length);
      const { records } = await session.advance({ steps, milliseconds: 50, evaluate: false });
      losses.push(...records.map(({ loss }) => loss));
      const probabilities = softmax((await session.look(context)).logits);
      const rows = tokenizer.tokens.map((word, id) => ({ word, probability: probabilities[id]! }))
        .sort((a, b) => b.probability - a.probability).slice(0, 3);
      if (signal.aborted) return;
      const source = runSource({
        seed: DEFAULT_SETTINGS.seed,
        steps: losses.length,
        backend: engine.backend,
      });
      show({ source, losses: [...losses], floorNats, rows });
      await pause();
    }
  } finally {
    session.dispose();
  }
}
