import type { ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { type AnswerState, useAnswer } from "../query/use_answer.ts";
import { once } from "@/lib/models/once.ts";
import type { ObjectivesQuery } from "@/lib/experiment/fields/objectives_fields.ts";
import type { ObjectiveModels, Objectives } from "@/lib/labs/objectives/objectives.ts";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";

/** What is known of the query's sentence. */
export type ObjectivesState = AnswerState<Objectives>;

/** Milliseconds of rest before a sentence that is being typed is read. */
const REST = 200;

/** Compares both objectives on the query's sentence: the server's answer first, then the tab's own. */
export function useObjectives(
  query: ReadonlySignal<ObjectivesQuery>,
  { shipped }: ModelSources,
  first: Objectives | null,
): ReadonlySignal<ObjectivesState> {
  const own = useMemo(() => ({
    models: once(async (): Promise<ObjectiveModels> => {
      const { fetchEmbeddedModel } = await import("@/lib/embedded/load_embedded_model.ts");
      // In this thread, where a pass can be watched.
      const [gpt, bert] = await Promise.all([
        fetchEmbeddedModel(shipped["parcel-gpt"]),
        fetchEmbeddedModel(shipped["parcel-bert"]),
      ]);
      return { gpt, bert };
    }),
  }), []);
  return useAnswer(query, first, first ? JSON.stringify(query.peek()) : "", {
    keyOf: JSON.stringify,
    compute: (wanted, signal) => answer(own.models, wanted, signal),
  });
}

async function answer(
  models: () => Promise<ObjectiveModels>,
  query: ObjectivesQuery,
  signal: AbortSignal,
): Promise<Objectives> {
  await new Promise((resolve) => setTimeout(resolve, REST));
  signal.throwIfAborted();
  const { objectives } = await import("@/lib/labs/objectives/objectives.ts");
  return await objectives(await models(), query);
}
