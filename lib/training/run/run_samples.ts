import type { TokenId } from "@/lib/lm/language_model.ts";
import type { PreparedRun } from "@/lib/training/run/start_run.ts";
import type { RunFacts } from "@/lib/training/run/training_protocol.ts";

/** Contexts offered to look at. */
const MAX_SAMPLES = 60;

/** Ids of the tokens that stand most often in the training examples. */
export function mostFrequent({ data, shape }: PreparedRun, most: number): TokenId[] {
  const counts = new Uint32Array(shape.vocabulary);
  for (const text of data.trainTexts) for (const id of text) counts[id]!++;
  const ids = Array.from(counts, (_, id) => id).sort((a, b) => counts[b]! - counts[a]!);
  return ids.slice(0, most).sort((a, b) => a - b);
}

/** Distinct contexts of the training examples, those that occur first. */
export function samplesOf({ data: { train }, shape: { context } }: PreparedRun): RunFacts["samples"] {
  const found = new Map<string, RunFacts["samples"][number]>();
  for (let row = 0; row < train.targets.length && found.size < MAX_SAMPLES; row++) {
    const ids = [...train.contexts.subarray(row * context, (row + 1) * context)];
    const key = ids.join();
    if (!found.has(key)) found.set(key, { context: ids, target: train.targets[row]! });
  }
  return [...found.values()];
}
