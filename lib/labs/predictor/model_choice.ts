/**
 * Which model answers: the one that the experiment names where it is loaded, one of the site's own until then.
 *
 * @module
 */
import {
  DEFAULT_MODEL,
  type EmbeddedName,
  isEmbedded,
  type PredictorQuery,
} from "@/lib/experiment/fields/predictor_query.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import type { LanguageModel, ModelId } from "@/lib/lm/language_model.ts";

/** The parts of a query that name a model. */
export type ModelNames = Pick<PredictorQuery, "model" | "revision" | "dtype">;

/** Whether a model is the one that a query names; a name left to the model fits any. */
export function isNamed(id: ModelId, query: ModelNames): boolean {
  return id.name === query.model && (query.revision === "" || id.revision === query.revision) &&
    (query.dtype === "auto" || id.dtype === query.dtype);
}

/** The site's own model that an experiment names, or the default where it names another one. */
export function embeddedName({ model }: Pick<PredictorQuery, "model">): EmbeddedName {
  return isEmbedded(model) ? model : DEFAULT_MODEL;
}

/** The model that answers now; null while the site's own is not ready. Follows the state's signals. */
export function answeringModel(state: PredictorState): LanguageModel | null {
  const loaded = state.loaded.value;
  if (loaded !== null && isNamed(loaded.id, state.query.value)) return loaded;
  return state.embedded.value.get(embeddedName(state.query.value)) ?? null;
}

/** Whether the experiment names a model that has to be loaded first. */
export function isModelMissing(state: PredictorState): boolean {
  const query = state.query.value;
  if (isEmbedded(query.model)) return false;
  const loaded = state.loaded.value;
  return loaded === null || !isNamed(loaded.id, query);
}

/** Whether a model came from a hub; the site's own are known by their names, whatever computes them. */
export function isHubModel({ id, backend }: LanguageModel): boolean {
  return backend !== "counts" && backend !== "cpu" && !isEmbedded(id.name);
}

/** The source in words for people: `SmolLM2-135M-Instruct, q4 on wasm`. */
export function labelOf(model: LanguageModel): string {
  const { name, dtype } = model.id;
  if (model.backend === "counts") return "counts of the shipped corpora, Kneser-Ney smoothing";
  const where = model.backend === "kernel" ? "this site's engine" : model.backend;
  return `${name.split("/").at(-1)}, ${dtype} on ${where}`;
}
