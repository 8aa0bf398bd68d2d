import type { ObjectivesQuery } from "@/lib/experiment/fields/objectives_fields.ts";
import type { Objectives } from "@/lib/labs/objectives/objectives.ts";
import type { ObjectiveSources, ObjectivesReply, ObjectivesRequest } from "@/lib/labs/objectives/protocol.ts";

/** The part of a Worker that is used. */
export interface ObjectivesPort {
  postMessage(request: ObjectivesRequest): void;
  onmessage: ((event: { readonly data: ObjectivesReply }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
}

/**
 * Answers a query in a worker. Rejects with the signal's reason, or why there is no answer.
 */
export type AnswerObjectives = (query: ObjectivesQuery, signal: AbortSignal) => Promise<Objectives>;

/**
 * The page's side.
 *
 * @param start Starts the worker, at its first use and after it failed.
 */
export function createAnswerer(start: () => ObjectivesPort, sources: ObjectiveSources): AnswerObjectives {
  const waiting = new Map<number, PromiseWithResolvers<Objectives>>();
  let port: ObjectivesPort | null = null;
  let last = 0;

  function connect(): ObjectivesPort {
    const made = start();
    made.onmessage = ({ data }) => {
      const asked = waiting.get(data.id);
      waiting.delete(data.id);
      if ("answer" in data) asked?.resolve(data.answer);
      else asked?.reject(new Error(data.problem));
    };
    made.onerror = ({ message }) => {
      port = null;
      const error = new Error(message || "The worker of this tab failed: reload the page");
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    return made;
  }

  return (query, signal) => {
    if (signal.aborted) return Promise.reject(signal.reason);
    port ??= connect();
    const id = ++last;
    const asked = Promise.withResolvers<Objectives>();
    waiting.set(id, asked);
    signal.addEventListener("abort", () => {
      waiting.delete(id);
      asked.reject(signal.reason);
    }, { once: true });
    port.postMessage({ id, query, sources });
    return asked.promise;
  };
}
