/**
 * The worker that reads a sentence under both objectives. Nothing but wiring.
 *
 * @module
 */
import { fetchEmbeddedModel } from "@/lib/embedded/load_embedded_model.ts";
import type { ObjectiveModels } from "@/lib/labs/objectives/objectives.ts";
import type { ObjectiveSources, ObjectivesRequest } from "@/lib/labs/objectives/protocol.ts";
import { serveObjectives } from "@/lib/labs/objectives/serve_objectives.ts";

/** The part of a worker's scope that is used. */
interface WorkerScope {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent<ObjectivesRequest>) => void) | null;
}

const scope = globalThis as unknown as WorkerScope & { readonly WorkerGlobalScope?: unknown };
let models: Promise<ObjectiveModels> | null = null;

/** In plain TypeScript, which sums in the same order however many tokens a pass has: what the mask hides changes nothing. */
function load(sources: ObjectiveSources): Promise<ObjectiveModels> {
  models ??= fetchBoth(sources);
  models.catch(() => models = null);
  return models;
}

async function fetchBoth(sources: ObjectiveSources): Promise<ObjectiveModels> {
  const [gpt, bert] = await Promise.all([
    fetchEmbeddedModel(sources["parcel-gpt"]),
    fetchEmbeddedModel(sources["parcel-bert"]),
  ]);
  return { gpt, bert };
}

if (scope.WorkerGlobalScope !== undefined) {
  const serve = serveObjectives({ load, reply: (message) => scope.postMessage(message) });
  scope.onmessage = ({ data }) => void serve(data);
}
