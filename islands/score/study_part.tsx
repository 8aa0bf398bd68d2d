import { useSignal } from "@preact/signals";
import { saveFile } from "../share/save_file.ts";
import type { Scoring } from "./use_score.ts";
import { EMBEDDED_MODELS, type EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import type { MeasuredWords } from "@/lib/labs/score/words/measure_words.ts";
import { type FrequencyCorpus, studyCsv } from "@/lib/labs/score/words/study_csv.ts";
import { formatProbability } from "@/lib/ui/format.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { type StudyRow, StudyTable } from "@/lib/ui/score/study_table.tsx";

/** Words that are listed at most. */
const MOST_WORDS = 200;

/** Sentences that are measured at most, in UTF-16 units. */
const LONGEST = 20_000;

interface PartProps {
  readonly text: string;
  /** What computed the page's own score. */
  readonly source: string;
  readonly scoring: Scoring;
  readonly fetchCorpus: () => Promise<FrequencyCorpus>;
}

/** Measures words for a study: each line a sentence, marked regions, several models, the space in front corrected. */
export function StudyPart({ text, source, scoring, fetchCorpus }: PartProps) {
  const also = useSignal<readonly EmbeddedName[]>([]);
  const done = useSignal<number | null>(null);
  const problem = useSignal<string | null>(null);
  const results = useSignal<readonly MeasuredWords[]>([]);
  const measure = async () => {
    [problem.value, done.value] = [null, 0];
    try {
      results.value = await measureAll(scoring, text, also.peek(), (share) => done.value = share);
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    } finally {
      done.value = null;
    }
  };
  const save = async () => {
    const csv = studyCsv(results.peek(), await fetchCorpus());
    saveFile("study.csv", new Blob([csv], { type: "text/csv" }));
  };
  const own = source.split("@")[0]!;
  return (
    <Fold summary="For a study: sentences, regions, several models, the space corrected">
      <p class="small quiet">
        Each line is a sentence of its own, read behind the model’s begin token; <code>*…*</code>{" "}
        marks a region and is not read. The correction moves the end of a word from the next word’s space to
        the word itself (Pimentel and Meister 2024); the first word of a sentence has no space in front.
      </p>
      <div class="toolbar needs-js" role="group" aria-label="Models beside it">
        {EMBEDDED_MODELS.filter((name) => name !== own).map((name) => (
          <label key={name} class="inline">
            <input
              type="checkbox"
              checked={also.value.includes(name)}
              onChange={({ currentTarget }) =>
                also.value = currentTarget.checked
                  ? [...also.value, name]
                  : also.value.filter((each) => each !== name)}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
      <p class="toolbar needs-js">
        <button type="button" disabled={done.value !== null || text.length > LONGEST} onClick={measure}>
          {done.value === null ? `Measure with ${own}` : `Measuring, ${formatProbability(done.value)}`}
        </button>
        {text.length > LONGEST && <span class="quiet">A study takes at most 20,000 characters.</span>}
        {results.value.length > 0 && <button type="button" class="link" onClick={save}>study as CSV</button>}
      </p>
      {problem.value && <p class="field-error" role="alert">{problem.value}</p>}
      {results.value.length > 0 && <Results results={results.value} />}
    </Fold>
  );
}

function Results({ results }: { readonly results: readonly MeasuredWords[] }) {
  const rows = results[0]!.words.slice(0, MOST_WORDS).map((word, index): StudyRow => ({
    ...word,
    figures: results.map(({ words }) => words[index]!),
  }));
  return (
    <>
      <StudyTable
        rows={rows}
        total={results[0]!.words.length}
        models={results.map(({ source }) => source.split("@")[0]!)}
      />
      <p class="small quiet">
        To cite: surprisal by word of{" "}
        {results.map(({ source }) => source).join(", ")}; each sentence by itself; with and without the
        correction of Pimentel and Meister (2024); Next-Token Playground.
      </p>
    </>
  );
}

async function measureAll(
  scoring: Scoring,
  text: string,
  also: readonly EmbeddedName[],
  onProgress: (done: number) => void,
): Promise<MeasuredWords[]> {
  const models: readonly (EmbeddedName | undefined)[] = [undefined, ...also];
  const results: MeasuredWords[] = [];
  for (const [index, model] of models.entries()) {
    const { words } = await scoring.ask({ kind: "words", text }, {
      ...(model && { model }),
      onProgress: (done) => onProgress((index + done) / models.length),
    });
    if (words) results.push(words);
  }
  return results;
}
