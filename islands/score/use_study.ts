import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Scoring } from "./use_score.ts";
import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import type { ScoreQuery } from "@/lib/experiment/fields/score_fields.ts";
import type { MeasuredWords } from "@/lib/labs/score/words/measure_words.ts";

/** Sentences that are measured at most, in UTF-16 units. */
export const LONGEST_STUDY = 20_000;

/** What is known of a study. */
interface StudyState {
  /** The same sentences under each model; empty until they are measured. */
  readonly results: readonly MeasuredWords[];
  /** Share that is done, 0 to 1; null where nothing is measured. */
  readonly done: number | null;
  readonly problem: string | null;
}

const NOTHING: StudyState = { results: [], done: null, problem: null };

/** Milliseconds of rest before sentences that are being typed are measured. */
const REST = 300;

/** Measures the words of a query that asks for a study; what is shown is always the query's own. */
export function useStudy(query: ReadonlySignal<ScoreQuery>, scoring: Scoring): ReadonlySignal<StudyState> {
  const state = useSignal<StudyState>(NOTHING);
  const own = useMemo(() => ({ key: "", controller: new AbortController() }), []);
  useSignalEffect(() => {
    const wanted = query.value;
    const isReady = wanted.study && wanted.text.length <= LONGEST_STUDY && !scoring.models.isMissing(wanted);
    const key = isReady ? keyOf(wanted) : "";
    if (key === own.key) return;
    own.key = key;
    own.controller.abort();
    state.value = NOTHING;
    if (!isReady) return;
    const { signal } = own.controller = new AbortController();
    const change = (to: Partial<StudyState>) => {
      if (!signal.aborted) state.value = { ...state.peek(), ...to };
    };
    change({ done: 0 });
    measureAll(scoring, wanted, (done) => change({ done }), signal).then(
      (results) => change({ results, done: null }),
      (error) => change({ done: null, problem: error instanceof Error ? error.message : String(error) }),
    );
  });
  return state;
}

/** The parts of a query that decide a study's figures. */
function keyOf({ text, model, revision, dtype, study_models, study_regions }: ScoreQuery): string {
  return JSON.stringify([text, model, revision, dtype, study_models, study_regions]);
}

async function measureAll(
  scoring: Scoring,
  { text, model: own, study_models, study_regions: regions }: ScoreQuery,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<MeasuredWords[]> {
  await new Promise((resolve) => setTimeout(resolve, REST));
  const beside = study_models.filter((name) => name !== own);
  const models: readonly (EmbeddedName | undefined)[] = [undefined, ...beside];
  const results: MeasuredWords[] = [];
  for (const [index, model] of models.entries()) {
    signal.throwIfAborted();
    const { words } = await scoring.ask({ kind: "words", text, regions }, {
      ...(model && { model }),
      signal,
      onProgress: (done) => onProgress((index + done) / models.length),
    });
    if (words) results.push(words);
  }
  return results;
}
