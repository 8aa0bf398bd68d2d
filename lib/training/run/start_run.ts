import type { EngineSpec, TrainingEngine } from "@/lib/training/engines/engine.ts";
import {
  initialWeights,
  type NetworkShape,
  networkShape,
  parameterCount,
} from "@/lib/training/network/network.ts";
import { MOMENTS } from "@/lib/training/network/optimizer.ts";
import { TorchGenerator } from "@/lib/training/network/torch_generator.ts";
import { prepareData, type TrainingData } from "@/lib/training/data/training_data.ts";
import { TrainingError } from "@/lib/training/training_error.ts";
import { type RunParts, TrainingRun } from "@/lib/training/run/training_run.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** The most bytes that a run may need, weights and one step together. */
export const MAX_BYTES = 1_500_000_000;

/** A run before its engine exists: data, sizes and first weights. */
export interface PreparedRun {
  readonly settings: TrainingSettings;
  readonly data: TrainingData;
  readonly shape: NetworkShape;
  readonly spec: EngineSpec;
  readonly generator: TorchGenerator;
}

/**
 * Prepares data and weights.
 *
 * @throws {TrainingError} If there is nothing to learn from, the sizes contradict each other, or the memory would
 *   not do.
 */
export function prepareRun(texts: readonly string[], settings: TrainingSettings): PreparedRun {
  checkSettings(settings);
  const data = prepareData(texts, settings);
  const shape = networkShape(settings, data.tokenizer.tokens.length);
  checkMemory(settings, shape, data.train.targets.length);
  const generator = new TorchGenerator(settings.seed);
  const weights = initialWeights(shape, generator);
  return { settings, data, shape, generator, spec: { shape, optimizer: settings.optimizer, weights } };
}

/** Starts the prepared run on an engine. */
export function startRun({ settings, data, generator }: PreparedRun, engine: TrainingEngine): TrainingRun {
  const parts: RunParts = { settings, data, engine, generator };
  return new TrainingRun(parts);
}

/** @throws {TrainingError} For values that an address cannot hold but a program can give. */
function checkSettings({ learning_rate: rate, tie, embedding, hidden }: TrainingSettings): void {
  if (!Number.isFinite(rate) || rate < 0) {
    throw new TrainingError(
      "rate",
      `A learning rate must be a number from 0 up: received ${rate}. The worked example uses 0.05`,
    );
  }
  if (tie && embedding !== hidden) {
    throw new TrainingError(
      "sizes",
      `Tied weights need as many hidden units as embedding numbers, which are ${hidden} and ${embedding}: make them equal`,
    );
  }
}

/** Bytes of weights, moments and gradients, and of the widest arrays of one step. */
export function memoryNeeded(settings: TrainingSettings, shape: NetworkShape, examples: number): number {
  const rows = settings.batch === 0 ? examples : Math.min(settings.batch, examples);
  const copies = 3 + MOMENTS[settings.optimizer];
  const step = rows * (5 * shape.vocabulary + 8 * shape.hidden + 3 * shape.context * shape.embedding);
  return 4 * (copies * parameterCount(shape) + step);
}

function checkMemory(settings: TrainingSettings, shape: NetworkShape, examples: number): void {
  const bytes = memoryNeeded(settings, shape, examples);
  if (bytes <= MAX_BYTES) return;
  const need = `A step needs about ${(bytes / 1e9).toFixed(1)} GB (${shape.vocabulary} tokens, ${
    settings.batch || examples
  } examples at once)`;
  const batch = memoryNeeded({ ...settings, batch: 256 }, shape, examples) <= MAX_BYTES;
  throw new TrainingError(
    "memory",
    `${need}, more than a tab gets: ${
      batch ? "use batches of 256" : "use a smaller vocabulary or hidden layer"
    }`,
  );
}
