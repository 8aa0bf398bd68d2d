/**
 * The choice between parcel-gpt and a model of the hub.
 *
 * @module
 */
import type { Models } from "@/lib/labs/models/models.ts";

/** The hub's model that is offered beside parcel-gpt. */
export const SMALL_MODEL = { name: "HuggingFaceTB/SmolLM2-135M-Instruct", title: "SmolLM2 135M" } as const;

/** Which model answers. */
export interface ModelChoice {
  readonly models: Models;
  /** The hub model that answers; null for parcel-gpt. */
  readonly hub: string | null;
  choose(hub: string | null): void;
}

/** Loads the chosen model where it is not there yet; false where that failed or was called off. */
export async function loadChosen(models: Models, name: string | null): Promise<boolean> {
  if (name === null || models.loaded.peek()?.id.name === name) return true;
  return await models.load({ model: name, revision: "main", dtype: "auto", device: "auto" });
}
