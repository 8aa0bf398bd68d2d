import type { Backend } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";

/** What tells a trained neural n-gram from any other, as far as its settings are known. */
interface TrainedRun {
  readonly seed: number;
  /** Steps that it has made. */
  readonly steps: number;
  readonly backend: Backend;
}

/** What a training run computed, in the words of `data-source`. */
export function runSource({ seed, steps, backend }: TrainedRun): string {
  const id = { name: "neural-ngram", revision: `seed-${seed}-step-${steps}`, dtype: "fp32" };
  return modelSource({ id, backend });
}
