/**
 * The training loop over any engine: batches in PyTorch's order, the loss of every step, checkpoints to go back to,
 * and an end where it diverges.
 *
 * @module
 */
import type { EngineState, StepResult, TrainingEngine } from "@/lib/training/engines/engine.ts";
import type { Batch } from "@/lib/training/network/batch.ts";
import type { ExampleSet } from "@/lib/training/network/batch.ts";
import { scheduledRate } from "@/lib/training/network/optimizer.ts";
import { TorchGenerator, type TorchGeneratorState } from "@/lib/training/network/torch_generator.ts";
import { selectExamples, type TrainingData } from "@/lib/training/data/training_data.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** Examples that one evaluation looks at, at most; evenly spread where there are more. */
export const MAX_EVALUATED = 2048;
const EVALUATION_BATCH = 256;
/** A loss this many times that of guessing is not coming back. */
const HOPELESS = 100;

/** A step that was made. */
export interface StepRecord extends StepResult {
  readonly step: number;
  readonly rate: number;
}

/** Everything needed to go on from a step. */
export interface Checkpoint {
  readonly step: number;
  readonly engine: EngineState;
  readonly order: TorchGeneratorState;
  readonly masks: TorchGeneratorState;
  /** Rows of the epoch that are still to come. */
  readonly waiting: Uint32Array<ArrayBuffer>;
}

/** What a run is made of. */
export interface RunParts {
  readonly settings: TrainingSettings;
  readonly data: TrainingData;
  readonly engine: TrainingEngine;
  /** PyTorch's generator as the initialization left it: the batches' order continues it. */
  readonly generator: TorchGenerator;
}

/** One network being trained. */
export class TrainingRun {
  readonly #parts: RunParts;
  readonly #masks: TorchGenerator;
  #step = 0;
  #waiting = new Uint32Array(0);
  #divergence: string | null = null;

  constructor(parts: RunParts) {
    this.#parts = parts;
    // Dropout has a generator of its own, so that switching it on leaves the batches as they are.
    this.#masks = new TorchGenerator((parts.settings.seed % 2 ** 32) + 1);
  }

  /** Steps made so far. */
  get step(): number {
    return this.#step;
  }

  /** Why the run cannot go on, or null. */
  get divergence(): string | null {
    return this.#divergence;
  }

  /** Makes one step. */
  async advance(options: { readonly norms?: boolean } = {}): Promise<StepRecord> {
    const { settings, engine } = this.#parts;
    const step = this.#step;
    const rate = scheduledRate(settings.schedule, settings.learning_rate, step, settings.steps);
    const result = await engine.step(this.#nextBatch(), { rate, ...options });
    this.#step++;
    this.#divergence = divergenceOf(result.loss, step, this.#parts.data.tokenizer.tokens.length);
    return { ...result, step, rate };
  }

  /** Mean loss of the training examples as they stand now, in nats. */
  trainLoss(): Promise<number> {
    return this.#evaluate(this.#parts.data.train, this.#parts.settings.batch === 0);
  }

  /** Mean loss of the held-out examples; NaN where none are. */
  heldOutLoss(): Promise<number> {
    return this.#evaluate(this.#parts.data.heldOut, false);
  }

  /** A copy of everything that the rest of the run depends on. */
  async save(): Promise<Checkpoint> {
    return {
      step: this.#step,
      engine: await this.#parts.engine.save(),
      order: this.#parts.generator.save(),
      masks: this.#masks.save(),
      waiting: this.#waiting.slice(),
    };
  }

  /** Goes back to a checkpoint; from there the run repeats itself. */
  restore(checkpoint: Checkpoint): void {
    this.#parts.engine.restore(checkpoint.engine);
    this.#parts.generator.restore(checkpoint.order);
    this.#masks.restore(checkpoint.masks);
    this.#waiting = checkpoint.waiting.slice();
    this.#step = checkpoint.step;
    this.#divergence = null;
  }

  #nextBatch(): Batch {
    const { settings, data } = this.#parts;
    const { context, dropout, hidden } = settings;
    const examples = this.#nextExamples(settings.batch, data.train, context);
    if (dropout === 0) return examples;
    const chances = this.#masks.uniform(examples.targets.length * hidden, 0, 1);
    return { ...examples, keep: chances.map((chance) => chance < dropout ? 0 : 1 / (1 - dropout)) };
  }

  /** All examples, or the next of an epoch in random order; an epoch's last batch may be smaller. */
  #nextExamples(batch: number, train: ExampleSet, context: number): ExampleSet {
    if (batch === 0) return train;
    if (this.#waiting.length === 0) this.#waiting = this.#parts.generator.permutation(train.targets.length);
    const rows = this.#waiting.subarray(0, batch);
    this.#waiting = this.#waiting.subarray(batch);
    return selectExamples(train, rows, context);
  }

  async #evaluate(examples: ExampleSet, all: boolean): Promise<number> {
    const { engine, settings: { context } } = this.#parts;
    const count = examples.targets.length;
    if (count === 0) return NaN;
    if (all) return await engine.loss(examples);
    const rows = spread(count, MAX_EVALUATED);
    let total = 0;
    for (let start = 0; start < rows.length; start += EVALUATION_BATCH) {
      const part = rows.subarray(start, start + EVALUATION_BATCH);
      total += part.length * await engine.loss(selectExamples(examples, part, context));
    }
    return total / rows.length;
  }
}

/** At most `most` of `count` numbers, evenly spread. */
export function spread(count: number, most: number): Uint32Array {
  const size = Math.min(count, most);
  return Uint32Array.from({ length: size }, (_, index) => Math.floor(index * count / size));
}

function divergenceOf(loss: number, step: number, vocabulary: number): string | null {
  const guessing = Math.log(vocabulary);
  if (Number.isFinite(loss) && loss <= HOPELESS * guessing) return null;
  const became = Number.isFinite(loss)
    ? `${loss.toPrecision(3)} nats, where guessing has ${guessing.toFixed(2)}`
    : `${loss}`;
  return `The loss at step ${step} is ${became}: the steps overshoot. Lower the learning rate, or go back to an earlier checkpoint`;
}
