import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { besideOf, type CompareQuery, isOneFormat } from "@/lib/experiment/fields/compare_fields.ts";
import { compareSides, type Comparison } from "@/lib/labs/compare/compare.ts";
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
  const state = useSignal<CompareState>({ answer: first, problem: null, isBusy: first === null });
  const own = useMemo(
    () => ({ key: first ? JSON.stringify(query.peek()) : "", controller: new AbortController() }),
    [],
  );
  useSignalEffect(() => {
    const wanted = query.value;
    const key = JSON.stringify(wanted);
    const beside = besideOf(wanted);
    const names = [
      { model: wanted.model, revision: "", dtype: wanted.dtype },
      { model: beside.model, revision: "", dtype: wanted.beside_dtype },
    ] as const;
    // One model in one format is loaded once, and reads both sides.
    const sides = isOneFormat(wanted) ? [models[0], models[0]] : models;
    const isMissing = sides.map((each, side) => each.isMissing(names[side]!)).some(Boolean);
    if (isMissing || key === own.key) return;
    own.key = key;
    own.controller.abort();
    const { signal } = own.controller = new AbortController();
    state.value = { ...state.peek(), isBusy: true };
    compute(wanted.text, beside.text, names.map((each, side) => sides[side]!.answering(each)), signal).then(
      (answer) => !signal.aborted && (state.value = { answer, problem: null, isBusy: false }),
      (error) =>
        !signal.aborted && (state.value = { answer: null, problem: messageOf(error), isBusy: false }),
    );
  });
  return state;
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
