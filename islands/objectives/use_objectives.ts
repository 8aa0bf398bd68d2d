import type { ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { type AnswerState, useAnswer } from "../query/use_answer.ts";
import type { ObjectivesQuery } from "@/lib/experiment/fields/objectives_fields.ts";
import { createAnswerer, type ObjectivesPort } from "@/lib/labs/objectives/answerer.ts";
import type { Objectives } from "@/lib/labs/objectives/objectives.ts";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";

/** What is known of the query's sentence. */
export type ObjectivesState = AnswerState<Objectives>;

/** Milliseconds of rest before a sentence that is being typed is read. */
const REST = 200;

/**
 * Compares both objectives on the query's sentence: the server's answer first, then the tab's own.
 *
 * @param start Starts the worker that reads it.
 */
export function useObjectives(
  query: ReadonlySignal<ObjectivesQuery>,
  { shipped }: Pick<ModelSources, "shipped">,
  first: Objectives | null,
  start: () => ObjectivesPort = startWorker,
): ReadonlySignal<ObjectivesState> {
  const answer = useMemo(() => createAnswerer(start, shipped), []);
  return useAnswer(query, first, first ? JSON.stringify(query.peek()) : "", {
    keyOf: JSON.stringify,
    async compute(wanted, signal) {
      await new Promise((resolve) => setTimeout(resolve, REST));
      return await answer(wanted, signal);
    },
  });
}

function startWorker(): ObjectivesPort {
  // The bundler only sees a worker whose address stands in this very call.
  const worker = new Worker(new URL("../../lib/labs/objectives/worker.ts", import.meta.url), {
    type: "module",
  });
  const port: ObjectivesPort = {
    postMessage: (request) => worker.postMessage(request),
    onmessage: null,
    onerror: null,
  };
  worker.onmessage = ({ data }) => port.onmessage?.({ data });
  worker.onerror = ({ message }) => port.onerror?.({ message });
  return port;
}
