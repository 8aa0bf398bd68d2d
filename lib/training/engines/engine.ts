/**
 * What computes a network's steps. The labs and the training loop know only this interface.
 *
 * @module
 */
import type { Batch, ExampleSet } from "@/lib/training/network/batch.ts";
import type { Backend } from "@/lib/lm/language_model.ts";
import type { NetworkShape, NetworkWeights, ParameterName } from "@/lib/training/network/network.ts";
import type { OptimizerName } from "@/lib/training/training_settings.ts";

/** What a step gives. */
export interface StepResult {
  /** Mean cross-entropy of the batch before the step, in nats. */
  readonly loss: number;
  /** Length of each parameter's gradient, in float32; null where it was not asked for. */
  readonly gradientNorms: Readonly<Partial<Record<ParameterName, number>>> | null;
}

/** Weights and what the optimizer remembers: enough to go on from here. */
export interface EngineState {
  readonly weights: NetworkWeights;
  /** For each parameter as many arrays as the optimizer remembers numbers a weight. */
  readonly moments: Readonly<Partial<Record<ParameterName, readonly Float32Array<ArrayBuffer>[]>>>;
  /** Updates so far. */
  readonly updates: number;
}

/** What an engine is made of. */
export interface EngineSpec {
  readonly shape: NetworkShape;
  readonly optimizer: OptimizerName;
  readonly weights: NetworkWeights;
}

/** Trains one network. Calls must not overlap. */
export interface TrainingEngine {
  readonly backend: Backend;
  /** One update at the given learning rate. */
  step(batch: Batch, options: { readonly rate: number; readonly norms?: boolean }): Promise<StepResult>;
  /** Mean cross-entropy of some examples, without dropout, in nats. */
  loss(examples: ExampleSet): Promise<number>;
  /** A copy of the weights as they stand. */
  weights(): Promise<NetworkWeights>;
  /** A copy of where it stands. */
  save(): Promise<EngineState>;
  /** Goes back to where it stood. */
  restore(state: EngineState): void;
  /** Tensors and bytes that the engine's library holds now. */
  memory(): { readonly tensors: number; readonly bytes: number };
  dispose(): void;
}
