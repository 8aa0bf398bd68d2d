/**
 * What the predictor needs of the world around it: the browser's history, a place to keep things, time, and models.
 *
 * @module
 */
import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import type { ExperimentPorts } from "@/lib/labs/experiment/ports.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import type { LoadProgress, ModelProvider } from "@/lib/models/model_provider.ts";

/** A place that outlives the page; failing silently where the browser refuses. */
export interface StoragePort {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** Time. */
interface Clock {
  /** Milliseconds from an arbitrary start. */
  now(): number;
  /** Resolves after a time, at the next task for 0; rejects with the signal's reason when it aborts. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Everything that is not the predictor's own. */
export interface PredictorPorts extends ExperimentPorts {
  /** Path of the page, where addresses start. */
  readonly base: string;
  readonly provider: ModelProvider;
  /** A model that the site ships, made at its first use; that use hears of the progress, if it takes longer than a moment. */
  readonly embedded: (
    name: EmbeddedName,
    onProgress?: (progress: LoadProgress) => void,
  ) => Promise<LanguageModel>;
  /** Loads the page again; what its entry of the history holds survives. */
  reload(): void;
  readonly storage: StoragePort;
  readonly clock: Clock;
  /** A number from 0 to below 1, by chance: for another seed. */
  readonly random: () => number;
  /** Milliseconds that each phase of a step stays visible. */
  readonly phaseTime: number;
}
