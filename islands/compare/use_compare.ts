import { batch, type ReadonlySignal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { besideOf, type CompareQuery, isOneFormat } from "@/lib/experiment/fields/compare_fields.ts";
import { compareSides, type Comparison } from "@/lib/labs/compare/compare.ts";
import type { ModelNames } from "@/lib/labs/predictor/model_choice.ts";
import type { Models } from "@/lib/labs/models/models.ts";

/** What is known of the query's two sides. */
export interface CompareState {
  readonly answer: Comparison | null;
  readonly problem: string | null;
  readonly isBusy: boolean;
}

/** Tokens that each side goes on with, and positions of one text that are compared, in the tab. */
const LIMITS = { steps: 16, positions: 256 };

/** Compares the query's two sides: the server's answer first, then the tab's own. */
export function useCompare(
  query: ReadonlySignal<CompareQuery>,
  models: readonly [Models, Models],
  first: Comparison | null,
): ReadonlySignal<CompareState> {
  const key = useSignal(first ? JSON.stringify(query.peek()) : "");
  const state = useSignal<CompareState>({ answer: first, problem: null, isBusy: first === null });
  const own = useMemo(() => ({ controller: new AbortController() }), []);
  useSignalEffect(() => {
    const wanted = query.value;
    const asked = JSON.stringify(wanted);
    const sides = sidesOf(wanted, models);
    if (isMissing(sides) || asked === key.peek()) return;
    own.controller.abort();
    const { signal } = own.controller = new AbortController();
    batch(() => {
      key.value = asked;
      state.value = { ...state.peek(), isBusy: true };
    });
    const answering = sides.map(({ models, names }) => models.answering(names));
    compute(wanted.text, besideOf(wanted).text, answering, signal).then(
      (answer) => !signal.aborted && (state.value = { answer, problem: null, isBusy: false }),
      (error) =>
        !signal.aborted && (state.value = { answer: null, problem: messageOf(error), isBusy: false }),
    );
  });
  // An effect comes a frame after what was typed: until then the answer is already known to be an old one.
  return useComputed(() => {
    const isOld = JSON.stringify(query.value) !== key.value && !isMissing(sidesOf(query.value, models));
    return isOld ? { ...state.value, isBusy: true } : state.value;
  });
}

/** One side's column, and the model that it names there. */
interface Side {
  readonly models: Models;
  readonly names: ModelNames;
}

/** One model in one format is loaded once, and reads both sides. */
function sidesOf(query: CompareQuery, [first, second]: readonly [Models, Models]): readonly Side[] {
  return [
    { models: first, names: { model: query.model, revision: "", dtype: query.dtype } },
    {
      models: isOneFormat(query) ? first : second,
      names: { model: besideOf(query).model, revision: "", dtype: query.beside_dtype },
    },
  ];
}

function isMissing(sides: readonly Side[]): boolean {
  return sides.map(({ models, names }) => models.isMissing(names)).some(Boolean);
}

async function compute(
  text: string,
  besideText: string,
  answering: readonly ReturnType<Models["answering"]>[],
  signal: AbortSignal,
): Promise<Comparison> {
  const [a, b] = await Promise.all(answering);
  return await compareSides({ model: a!, text }, { model: b!, text: besideText }, { ...LIMITS, signal });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
