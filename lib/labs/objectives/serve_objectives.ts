import { type ObjectiveModels, objectives } from "@/lib/labs/objectives/objectives.ts";
import type { ObjectiveSources, ObjectivesReply, ObjectivesRequest } from "@/lib/labs/objectives/protocol.ts";

/** What the worker's side needs. */
export interface ServeObjectivesPorts {
  /** Both networks, made at the first use; asked again after a failure. */
  load(sources: ObjectiveSources): Promise<ObjectiveModels>;
  reply(message: ObjectivesReply): void;
}

/** The worker's side: sentences one after another; one that was overtaken while it waited is not read. */
export function serveObjectives(
  { load, reply }: ServeObjectivesPorts,
): (request: ObjectivesRequest) => Promise<void> {
  let newest = 0;
  let last = Promise.resolve();

  async function answer({ id, query, sources }: ObjectivesRequest): Promise<void> {
    if (id !== newest) return;
    try {
      reply({ id, answer: await objectives(await load(sources), query) });
    } catch (error) {
      reply({ id, problem: error instanceof Error ? error.message : String(error) });
    }
  }

  return (request) => {
    newest = request.id;
    return last = last.then(() => answer(request));
  };
}
