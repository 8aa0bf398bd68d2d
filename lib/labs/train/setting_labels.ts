import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** How the page labels each setting. */
export const SETTING_LABELS: Readonly<Record<keyof TrainingSettings, string>> = {
  corpus: "Text to learn from",
  tokens: "Tokens",
  vocabulary: "Vocabulary",
  context: "Context, tokens",
  embedding: "Embedding, E",
  hidden: "Hidden units, H",
  activation: "Activation",
  optimizer: "Optimizer",
  learning_rate: "Learning rate",
  schedule: "Rate over time",
  batch: "Batch",
  steps: "Steps",
  dropout: "Dropout",
  tie: "Tie the output weights to the embeddings (H = E)",
  seed: "Seed",
  held_out: "Held out",
};
