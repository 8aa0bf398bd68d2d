/**
 * What /objectives asks its worker.
 *
 * @module
 */
import type { ObjectivesQuery } from "@/lib/experiment/fields/objectives_fields.ts";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";

/** A sentence, and where the two networks are. */
export interface ObjectivesQuestion {
  readonly query: ObjectivesQuery;
  readonly sources: Pick<ModelSources["shipped"], "parcel-gpt" | "parcel-bert">;
}
