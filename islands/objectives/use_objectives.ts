import type { ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { type AnswerState, useAnswer } from "../query/use_answer.ts";
import type { ObjectivesQuery } from "@/lib/experiment/fields/objectives_fields.ts";
import type { Objectives } from "@/lib/labs/objectives/objectives.ts";
import type { ObjectivesQuestion } from "@/lib/labs/objectives/protocol.ts";
import { type AnswerPort, createAskWorker } from "@/lib/labs/query/worker_answers.ts";
import { workerPort } from "@/lib/labs/query/worker_port.ts";

/** What is known of the query's sentence. */
type ObjectivesState = AnswerState<Objectives>;

/** The worker that reads sentences. */
export type ObjectivesPort = AnswerPort<ObjectivesQuestion, Objectives>;

/** Milliseconds of rest before a sentence that is being typed is read. */
const REST = 200;

/**
 * Compares both objectives on the query's sentence: the server's answer first, then the tab's own.
 *
 * @param start Starts the worker that reads it.
 */
export function useObjectives(
  query: ReadonlySignal<ObjectivesQuery>,
  { shipped }: { readonly shipped: ObjectivesQuestion["sources"] },
  first: Objectives | null,
  start: () => ObjectivesPort = startWorker,
): ReadonlySignal<ObjectivesState> {
  const ask = useMemo(() => createAskWorker(start), []);
  return useAnswer(query, first, first ? JSON.stringify(query.peek()) : "", {
    keyOf: JSON.stringify,
    async compute(wanted, signal) {
      await new Promise((resolve) => setTimeout(resolve, REST));
      return await ask({ query: wanted, sources: shipped }, signal);
    },
  });
}

function startWorker(): ObjectivesPort {
  // The bundler only sees a worker whose address stands in this very call.
  return workerPort(
    new Worker(new URL("../../lib/labs/objectives/worker.ts", import.meta.url), { type: "module" }),
  );
}
