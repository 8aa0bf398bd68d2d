import { useComputed } from "@preact/signals";
import { saveFile } from "../share/save_file.ts";
import { Cite } from "./cite_part.tsx";
import type { Scoring } from "./use_score.ts";
import { LONGEST_STUDY, useStudy } from "./use_study.ts";
import { EMBEDDED_MODELS } from "@/lib/experiment/fields/predictor_query.ts";
import { type ScoreQuery, STUDY_SPACES, type StudySpace } from "@/lib/experiment/fields/score_fields.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import type { MeasuredWords } from "@/lib/labs/score/words/measure_words.ts";
import { type FrequencyCorpus, studyCsv } from "@/lib/labs/score/words/study_csv.ts";
import { Segments } from "@/lib/ui/form/segments.tsx";
import { formatProbability } from "@/lib/ui/format.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { type StudyRow, StudyTable } from "@/lib/ui/score/study_table.tsx";

/** Words that are listed at most. */
const MAX_WORDS = 200;

interface PartProps {
  readonly lab: QueryLab<ScoreQuery>;
  readonly scoring: Scoring;
  /** Name of the corpus that frequencies are counted in. */
  readonly corpus: string;
  readonly fetchCorpus: () => Promise<FrequencyCorpus>;
}

/**
 * Measures words for a study: each line a sentence, marked regions, several models, the space in front corrected. All
 * choices are the query's, so that an address replays them.
 */
export function StudyPart({ lab, scoring, corpus, fetchCorpus }: PartProps) {
  const study = useStudy(lab.query, scoring).value;
  const { study: isAsked, model, text, study_space } = useComputed(() => lab.query.value).value;
  const isLong = text.length > LONGEST_STUDY;
  const save = async () => {
    const csv = studyCsv(study.results, await fetchCorpus());
    saveFile("study.csv", new Blob([csv], { type: "text/csv" }));
  };
  return (
    <Fold summary="For a study: sentences, regions, several models, the space corrected" open={isAsked}>
      <p class="small quiet">
        Each line is a sentence of its own, read behind the model’s begin token. The correction moves the end
        of a word from the next word’s space to the word itself (Pimentel and Meister 2024); the first word of
        a sentence has no space in front.
      </p>
      <StudyChoices lab={lab} />
      <p class="toolbar needs-js">
        <button type="button" disabled={isAsked || isLong} onClick={() => lab.set({ study: true })}>
          {study.done === null
            ? `Measure with ${model.split("/").at(-1)}`
            : `Measuring, ${formatProbability(study.done)}`}
        </button>
        {isAsked && (
          <button type="button" class="link" onClick={() => lab.set({ study: false })}>
            close the study
          </button>
        )}
        {study.results.length > 0 && <button type="button" class="link" onClick={save}>study as CSV</button>}
      </p>
      {isLong && (
        <p class="field-error" role="alert">A study takes at most 20,000 characters: shorten the text.</p>
      )}
      {study.problem && <p class="field-error" role="alert">{study.problem}</p>}
      {study.results.length > 0 && (
        <Results results={study.results} space={study_space} scoring={scoring} corpus={corpus} />
      )}
    </Fold>
  );
}

const SPACES: Readonly<Record<StudySpace, string>> = {
  both: "both",
  summed: "as summed",
  corrected: "space corrected",
};

function StudyChoices({ lab }: Pick<PartProps, "lab">) {
  const { model, study_models, study_space, study_regions } = lab.query.value;
  return (
    <>
      <div class="toolbar needs-js" role="group" aria-label="Models beside it">
        {EMBEDDED_MODELS.filter((name) => name !== model).map((name) => (
          <label key={name} class="inline">
            <input
              type="checkbox"
              checked={study_models.includes(name)}
              onChange={({ currentTarget }) =>
                lab.set({
                  study_models: EMBEDDED_MODELS.filter((each) =>
                    each === name ? currentTarget.checked : study_models.includes(each)
                  ),
                })}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
      <div class="toolbar needs-js">
        <Segments
          label="Bits of a word"
          name="study_space"
          options={STUDY_SPACES.map((each) => [each, SPACES[each]] as const)}
          value={study_space}
          onChange={(study_space) => lab.set({ study_space })}
        />
        <label class="inline">
          <input
            type="checkbox"
            checked={study_regions}
            onChange={({ currentTarget }) => lab.set({ study_regions: currentTarget.checked })}
          />
          <span>
            <code>*…*</code> marks a region and is not read
          </span>
        </label>
      </div>
    </>
  );
}

interface ResultsProps extends Pick<PartProps, "scoring" | "corpus"> {
  readonly results: readonly MeasuredWords[];
  readonly space: StudySpace;
}

function Results({ results, space, scoring, corpus }: ResultsProps) {
  const rows = results[0]!.words.slice(0, MAX_WORDS).map((word, index): StudyRow => ({
    ...word,
    figures: results.map(({ words }) => words[index]!),
  }));
  const correction = {
    both: "with and without the correction",
    summed: "without the correction",
    corrected: "with the correction",
  }[space];
  return (
    <>
      <StudyTable
        rows={rows}
        total={results[0]!.words.length}
        models={results.map(({ source }) => source.split("@")[0]!)}
        space={space}
      />
      <Cite
        scoring={scoring}
        sources={results.map(({ source }) => source)}
        corpus={corpus}
        what="surprisal by word"
      >
        each sentence by itself; {correction} of Pimentel and Meister (2024)
      </Cite>
    </>
  );
}
