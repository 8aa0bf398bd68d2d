import type { ReadonlySignal } from "@preact/signals";
import { type AnswerState, useAnswer } from "../query/use_answer.ts";
import { besideOf, type CompareQuery, isOneFormat } from "@/lib/experiment/fields/compare_fields.ts";
import { compareSides, type Comparison } from "@/lib/labs/compare/compare.ts";
import type { ModelNames } from "@/lib/labs/predictor/model_choice.ts";
import type { Models } from "@/lib/labs/models/models.ts";
import { pause } from "@/lib/models/engine/pause.ts";

/** What is known of the query's two sides. */
export type CompareState = AnswerState<Comparison>;

/** Tokens that each side goes on with, and positions of one text that are compared, in the tab. */
const LIMITS = { steps: 16, positions: 256 };

/** Compares the query's two sides: the server's answer first, then the tab's own. */
export function useCompare(
  query: ReadonlySignal<CompareQuery>,
  models: readonly [Models, Models],
  first: Comparison | null,
): ReadonlySignal<CompareState> {
  return useAnswer(query, first, first ? JSON.stringify(query.peek()) : "", {
    keyOf: JSON.stringify,
    isMissing: (wanted) => isMissing(sidesOf(wanted, models)),
    compute: (wanted, signal) => compute(wanted, sidesOf(wanted, models), signal),
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
  query: CompareQuery,
  sides: readonly Side[],
  signal: AbortSignal,
): Promise<Comparison> {
  const [a, b] = await Promise.all(sides.map(({ models, names }) => models.answering(names)));
  const beside = { model: b!, text: besideOf(query).text };
  return await compareSides({ model: a!, text: query.text }, beside, { ...LIMITS, signal, pause });
}
