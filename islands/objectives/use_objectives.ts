import { batch, type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { once } from "@/lib/models/once.ts";
import type { ObjectivesQuery } from "@/lib/experiment/fields/objectives_fields.ts";
import type { ObjectiveModels, Objectives } from "@/lib/labs/objectives/objectives.ts";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";

/** What is known of the query's sentence. */
export interface ObjectivesState {
  readonly answer: Objectives | null;
  readonly problem: string | null;
  readonly isBusy: boolean;
}

/** Milliseconds of rest before a sentence that is being typed is read. */
const REST = 200;

/** Compares both objectives on the query's sentence: the server's answer first, then the tab's own. */
export function useObjectives(
  query: ReadonlySignal<ObjectivesQuery>,
  { shipped }: ModelSources,
  first: Objectives | null,
): ReadonlySignal<ObjectivesState> {
  const key = useSignal(first ? JSON.stringify(query.peek()) : "");
  const state = useSignal<ObjectivesState>({ answer: first, problem: null, isBusy: first === null });
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
  useSignalEffect(() => {
    const wanted = query.value;
    const asked = JSON.stringify(wanted);
    if (asked === key.peek()) return;
    batch(() => {
      key.value = asked;
      state.value = { ...state.peek(), isBusy: true };
    });
    const isCurrent = () => key.peek() === asked;
    answer(own.models, wanted, isCurrent).then(
      (answer) => isCurrent() && answer && (state.value = { answer, problem: null, isBusy: false }),
      // What was there belongs to another sentence.
      (error) => isCurrent() && (state.value = { answer: null, problem: messageOf(error), isBusy: false }),
    );
  });
  // An effect comes a frame after what was typed: until then the answer is already known to be an old one.
  return useComputed(() =>
    JSON.stringify(query.value) === key.value ? state.value : { ...state.value, isBusy: true }
  );
}

async function answer(
  models: () => Promise<ObjectiveModels>,
  query: ObjectivesQuery,
  isCurrent: () => boolean,
): Promise<Objectives | null> {
  await new Promise((resolve) => setTimeout(resolve, REST));
  if (!isCurrent()) return null;
  const { objectives } = await import("@/lib/labs/objectives/objectives.ts");
  return await objectives(await models(), query);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
