import { batch, type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";

/** What is known of a query. */
export interface AnswerState<Answer> {
  readonly answer: Answer | null;
  readonly problem: string | null;
  readonly isBusy: boolean;
}

/** How the tab answers the queries of a page. */
interface Answering<Query, Answer> {
  /** Differs where answers may differ; never empty. */
  readonly keyOf: (query: Query) => string;
  /** Whether what would answer is not loaded: then nothing is asked. By default it always is. */
  readonly isMissing?: (query: Query) => boolean;
  /** Answers a query; the signal aborts when another one is asked. */
  readonly compute: (query: Query, signal: AbortSignal) => Promise<Answer>;
}

/**
 * The answer to a query: the server's first, then the tab's own, of the last query only.
 *
 * @param first What the server has answered.
 * @param answered The key of the query that it answers; empty where the tab is to answer that too.
 */
export function useAnswer<Query, Answer>(
  query: ReadonlySignal<Query>,
  first: Answer | null,
  answered: string,
  { keyOf, isMissing = () => false, compute }: Answering<Query, Answer>,
): ReadonlySignal<AnswerState<Answer>> {
  const key = useSignal(answered);
  const state = useSignal<AnswerState<Answer>>({ answer: first, problem: null, isBusy: first === null });
  const own = useMemo(() => ({ controller: new AbortController() }), []);
  useSignalEffect(() => {
    const wanted = query.value;
    const asked = keyOf(wanted);
    if (isMissing(wanted) || asked === key.peek()) return;
    own.controller.abort();
    const { signal } = own.controller = new AbortController();
    batch(() => {
      key.value = asked;
      state.value = { ...state.peek(), isBusy: true };
    });
    compute(wanted, signal).then(
      (answer) => !signal.aborted && (state.value = { answer, problem: null, isBusy: false }),
      // What was there belongs to another query.
      (error) =>
        !signal.aborted && (state.value = { answer: null, problem: messageOf(error), isBusy: false }),
    );
  });
  // An effect comes a frame after what was typed: until then the answer is already known to be an old one.
  return useComputed(() => {
    const isOld = !isMissing(query.value) && keyOf(query.value) !== key.value;
    return isOld ? { ...state.value, isBusy: true } : state.value;
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
