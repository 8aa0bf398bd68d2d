/**
 * The experiment of the predictor, and the text that outlives it.
 *
 * @module
 */
import { PREDICTOR_FORM } from "@/lib/experiment/address.ts";
import { DEFAULT_QUERY, parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { createExperiment, type Experiment, type OpenedQuery } from "@/lib/labs/experiment/experiment.ts";
import type { PredictorPorts, StoragePort } from "@/lib/labs/predictor/ports.ts";

/** Where the last text that no address could hold is kept. */
export const DRAFT_KEY = "predictor-text";

/** Creates the experiment that a page opens with. */
export function createPredictorExperiment(
  start: OpenedQuery<PredictorQuery>,
  ports: Pick<PredictorPorts, "base" | "history" | "clock" | "storage">,
): Experiment<PredictorQuery> {
  const kind = { ...PREDICTOR_FORM, base: ports.base, read: parsePredictorQuery };
  const experiment = createExperiment<PredictorQuery>(kind, start, ports);
  experiment.leftOut.subscribe((names) => {
    if (names.includes("text")) ports.storage.set(DRAFT_KEY, experiment.query.peek().text);
  });
  return experiment;
}

/** The text of an earlier visit that no address could hold, where it is not the current one. */
export function storedDraft(text: string, storage: StoragePort): string | null {
  const draft = storage.get(DRAFT_KEY);
  return draft === text || text !== DEFAULT_QUERY.text ? null : draft;
}
