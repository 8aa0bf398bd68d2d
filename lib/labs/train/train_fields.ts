/**
 * The training page's query as a table: one row per name of the address.
 *
 * @module
 */
import { type FieldTable, formatFields } from "@/lib/experiment/codec.ts";
import { choiceField, integerField, numberField, switchField } from "@/lib/experiment/fields/field.ts";
import { textField } from "@/lib/experiment/fields/text_fields.ts";
import type { OpenedQuery } from "@/lib/labs/experiment/experiment.ts";
import { openFields } from "@/lib/labs/experiment/open_fields.ts";
import {
  ACTIVATIONS,
  DEFAULT_SETTINGS,
  OPTIMIZERS,
  SCHEDULES,
  TOKEN_KINDS,
  type TrainingSettings,
} from "@/lib/training/training_settings.ts";

/** What each setting may be; the page's fields show the same limits. */
export const LIMITS = {
  vocabulary: [2, 50_000],
  context: [1, 8],
  embedding: [1, 512],
  hidden: [1, 2048],
  learning_rate: [0, 1000],
  batch: [0, 8192],
  steps: [1, 100_000],
  dropout: [0, 0.95],
  seed: [0, Number.MAX_SAFE_INTEGER],
  held_out: [0, 90],
} as const satisfies Partial<Record<keyof TrainingSettings, readonly [number, number]>>;

/** One row per field: default, reading, writing and check. */
export const TRAIN_FIELDS: FieldTable<TrainingSettings> = {
  corpus: textField(DEFAULT_SETTINGS.corpus),
  tokens: choiceField(DEFAULT_SETTINGS.tokens, TOKEN_KINDS),
  vocabulary: integerField(DEFAULT_SETTINGS.vocabulary, ...LIMITS.vocabulary),
  context: integerField(DEFAULT_SETTINGS.context, ...LIMITS.context),
  embedding: integerField(DEFAULT_SETTINGS.embedding, ...LIMITS.embedding),
  hidden: integerField(DEFAULT_SETTINGS.hidden, ...LIMITS.hidden),
  activation: choiceField(DEFAULT_SETTINGS.activation, ACTIVATIONS),
  optimizer: choiceField(DEFAULT_SETTINGS.optimizer, OPTIMIZERS),
  learning_rate: numberField(DEFAULT_SETTINGS.learning_rate, ...LIMITS.learning_rate),
  schedule: choiceField(DEFAULT_SETTINGS.schedule, SCHEDULES),
  batch: integerField(DEFAULT_SETTINGS.batch, ...LIMITS.batch),
  steps: integerField(DEFAULT_SETTINGS.steps, ...LIMITS.steps),
  dropout: numberField(DEFAULT_SETTINGS.dropout, ...LIMITS.dropout),
  tie: switchField(DEFAULT_SETTINGS.tie),
  seed: integerField(DEFAULT_SETTINGS.seed, ...LIMITS.seed),
  held_out: integerField(DEFAULT_SETTINGS.held_out, ...LIMITS.held_out),
};

/** Reads the page's state from an address. */
export function parseTrainQuery(params: URLSearchParams): OpenedQuery<TrainingSettings> {
  // Whether the run is finished is no setting of it.
  const settings = new URLSearchParams(params);
  settings.delete("run");
  return openFields(TRAIN_FIELDS, settings);
}

/**
 * Writes the page's state as an address' query.
 *
 * @param run Whether the run is finished there, which any other name in the address says too.
 */
export function formatTrainQuery(settings: TrainingSettings, run: boolean): URLSearchParams {
  const params = formatFields(TRAIN_FIELDS, settings);
  return run && params.size === 0 ? new URLSearchParams("run=1") : params;
}
