import { type ReadonlySignal, type Signal, useSignal, useSignalEffect } from "@preact/signals";

/** What is computed in the tab, and how it stands. */
export interface Live<Input, Result> {
  /** What is asked; set it to ask something else. */
  readonly input: Signal<Input>;
  readonly result: ReadonlySignal<Result>;
  /** Whether the result is not yet that of the input. */
  readonly busy: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<string | null>;
  /** Computes the same input once more, as after another model was chosen. */
  again(): void;
}

/** Milliseconds of rest after typing before something is computed. */
const REST = 120;

/**
 * Computes whenever the input changes; the newest input wins. The first result is given, so nothing is computed
 * before something changes.
 */
export function useLive<Input, Result>(
  firstInput: Input,
  firstResult: Result,
  compute: (input: Input) => Promise<Result>,
): Live<Input, Result> {
  const input = useSignal(firstInput);
  const shown = useSignal(firstInput);
  const result = useSignal(firstResult);
  const turn = useSignal(0);
  const done = useSignal(0);
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  useSignalEffect(() => {
    const [wanted, asked] = [input.value, turn.value];
    if (wanted === shown.peek() && asked === done.peek()) {
      // What is shown is the answer again: what was asked in between is no longer waited for.
      [busy.value, problem.value] = [false, null];
      return;
    }
    busy.value = true;
    const timer = setTimeout(() => {
      compute(wanted).then((computed) => {
        if (input.peek() !== wanted || turn.peek() !== asked) return;
        done.value = asked;
        [result.value, shown.value, busy.value, problem.value] = [computed, wanted, false, null];
      }, (error) => {
        if (input.peek() !== wanted || turn.peek() !== asked) return;
        [busy.value, problem.value] = [false, error instanceof Error ? error.message : String(error)];
      });
    }, REST);
    return () => clearTimeout(timer);
  });
  return { input, result, busy, problem, again: () => turn.value++ };
}
