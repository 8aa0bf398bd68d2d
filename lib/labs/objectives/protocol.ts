/**
 * What /objectives and its worker say to each other.
 *
 * @module
 */
import type { ObjectivesQuery } from "@/lib/experiment/fields/objectives_fields.ts";
import type { Objectives } from "@/lib/labs/objectives/objectives.ts";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";

/** Where the two networks are. */
export type ObjectiveSources = Pick<ModelSources["shipped"], "parcel-gpt" | "parcel-bert">;

/** To the worker. */
export interface ObjectivesRequest {
  readonly id: number;
  readonly query: ObjectivesQuery;
  readonly sources: ObjectiveSources;
}

/** From the worker: one for each request that no later one overtook. */
export type ObjectivesReply =
  | { readonly id: number; readonly answer: Objectives }
  | { readonly id: number; readonly problem: string };
