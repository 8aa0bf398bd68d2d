/**
 * The experiments on limits, in the order of the page.
 *
 * @module
 */
import { accounting } from "./experiments/accounting.ts";
import { carefulWords } from "./experiments/careful_words.ts";
import { completions } from "./experiments/completions.ts";
import { database } from "./experiments/database.ts";
import { drift } from "./experiments/drift.ts";
import { families } from "./experiments/families.ts";
import { fixes } from "./experiments/fixes.ts";
import { minimalPairs } from "./experiments/minimal_pairs.ts";
import { provenance } from "./experiments/provenance.ts";
import { refund } from "./experiments/refund.ts";
import { subtraction } from "./experiments/subtraction.ts";
import { temperature0 } from "./experiments/temperature_0.ts";
import { trainingText } from "./experiments/training_text.ts";
import type { LimitExperiment } from "./limit_experiment.ts";

/** Every experiment on limits; `/limits/NAME` is one of them. */
export const EXPERIMENTS: readonly LimitExperiment[] = [
  refund,
  trainingText,
  database,
  fixes,
  drift,
  temperature0,
  provenance,
  subtraction,
  minimalPairs,
  carefulWords,
  completions,
  accounting,
  families,
];

/** The experiment of a name. @throws {RangeError} If there is none. */
export function experimentNamed(name: string): LimitExperiment {
  const found = EXPERIMENTS.find((each) => each.name === name);
  if (!found) throw new RangeError(`No experiment is called ${name}`);
  return found;
}
