import type { ObjectivesQuery } from "@/lib/experiment/fields/objectives_fields.ts";
import { type Objectives, objectives } from "@/lib/labs/objectives/objectives.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";

/** Compares both objectives on a query's sentence; null where the tab has to say what does not fit. */
export async function objectivesOnServer(query: ObjectivesQuery): Promise<Objectives | null> {
  try {
    return await objectives({ gpt: serverModel("parcel-gpt"), bert: serverModel("parcel-bert") }, query);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
