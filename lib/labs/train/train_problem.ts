import type { TrainProblem } from "@/lib/labs/train/train_state.ts";
import { TrainingError } from "@/lib/training/training_error.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** A failure in words, with the change that removes it where there is one. */
export function problemOf(error: unknown, settings: TrainingSettings): TrainProblem {
  const message = error instanceof Error ? error.message : String(error);
  return { message, remedy: remedyOf(error, settings) };
}

function remedyOf(error: unknown, { batch, embedding }: TrainingSettings): TrainProblem["remedy"] {
  if (!(error instanceof TrainingError)) return undefined;
  switch (error.code) {
    case "memory":
      return batch === 0
        ? { label: "Use batches of 256", change: { batch: 256 } }
        : { label: "Use 64 hidden units and 1,000 tokens", change: { hidden: 64, vocabulary: 1000 } };
    case "sizes":
      return { label: `Use ${embedding} hidden units`, change: { hidden: embedding } };
    case "context_too_long":
      return { label: "Use a context of 1", change: { context: 1 } };
    case "rate":
      return { label: "Use 0.05", change: { learning_rate: 0.05 } };
    default:
      return undefined;
  }
}
