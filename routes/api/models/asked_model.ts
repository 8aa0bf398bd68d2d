/**
 * The server's models as the API asks them: which, how much, and one after another.
 *
 * @module
 */
import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { QueueFull } from "@/lib/server/limits/bounded_queue.ts";
import { computeQueue } from "@/lib/server/threads/compute_queue.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { SERVER_TOKENS, serverModel } from "@/lib/server/models/shipped_models.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** The most tokens of a text that the server scores. */
export const MAX_SCORED = 512;

const RETRY_AFTER_SECONDS = 1;

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
  try {
    return await computeQueue.run(clientOf(), work);
  } catch (error) {
    if (!(error instanceof QueueFull)) throw error;
    const detail = "Too many requests wait for a model already: ask again in a second.";
    throw new RequestProblem(503, "The server is busy", detail, [], RETRY_AFTER_SECONDS);
  }
}
