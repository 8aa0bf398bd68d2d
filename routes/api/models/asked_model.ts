/**
 * The server's models as the API asks them: which, how much, and one after another.
 *
 * @module
 */
import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { createSpentTime } from "@/lib/server/threads/spent_time.ts";
import { createBoundedQueue, PATIENCE, QueueFull } from "@/lib/server/limits/bounded_queue.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { SERVER_TOKENS, serverModel } from "@/lib/server/models/shipped_models.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** The most tokens of a text that the server scores. */
export const MAX_SCORED = 512;

/** Requests that may wait for a model at a time. */
const MAX_WAITING = 32;
const RETRY_AFTER_SECONDS = 1;

/** Works at a time, one for each client: the model that most ask has a thread for each. */
const AT_ONCE = 2;

const spent = createSpentTime(() => performance.now());
const queue = createBoundedQueue(MAX_WAITING, AT_ONCE, spent.of, 1, PATIENCE);

/** A model of the site by its name. */
export function askedModel(name: EmbeddedName): LanguageModel {
  return name === "counts" ? serverCounts() : serverModel(name);
}

/** The most tokens that the server scores with a model: a masked one reads all of them again for each. */
export function mostScored(name: EmbeddedName): number {
  return name === "parcel-bert" ? SERVER_TOKENS[name] : MAX_SCORED;
}

/**
 * Does what asks a model when it is this client's turn: who had least computed of late goes first.
 *
 * @throws {RequestProblem} 503 where too many wait.
 */
export async function inTurn<T>(clientOf: () => string, work: () => Promise<T>): Promise<T> {
  const client = clientOf();
  try {
    return await queue.run(client, async () => {
      const start = performance.now();
      return await work().finally(() => spent.add(client, performance.now() - start));
    });
  } catch (error) {
    if (!(error instanceof QueueFull)) throw error;
    const detail = `${MAX_WAITING} requests wait for the model already: ask again in a second.`;
    throw new RequestProblem(503, "The server is busy", detail, [], RETRY_AFTER_SECONDS);
  }
}
