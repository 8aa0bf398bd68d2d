import { fetchShipped } from "../ngram/counting.ts";
import { saveFile } from "../share/save_file.ts";
import { Cite } from "./cite_part.tsx";
import { StudyPart } from "./study_part.tsx";
import type { Scoring } from "./use_score.ts";
import type { ScoreQuery } from "@/lib/experiment/fields/score_fields.ts";
import type { CountCorpus } from "@/lib/labs/models/count_corpus.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import type { FrequencyCorpus } from "@/lib/labs/score/words/study_csv.ts";
import { wordsCsv } from "@/lib/labs/score/words_csv.ts";
import type { ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";
import { wordSurprisal } from "@/lib/lm/loss/text/word_surprisal.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { WordsTable } from "@/lib/ui/score/words_table.tsx";

/** Words that are listed of a text that is listed whole, and of a longer one. */
const MAX_WORDS = 300;
const BEGINNING = 100;

interface PartProps {
  readonly lab: QueryLab<ScoreQuery>;
  readonly document: ScoredDocument;
  /** Words of the whole text. */
  readonly total: number;
  readonly corpus: CountCorpus;
  readonly scoring: Scoring;
}

/** Surprisal by word, with a file of it and a line to cite. */
export function WordsPart({ lab, document, total, corpus, scoring }: PartProps) {
  const words = wordSurprisal(document.text, document.tokens, total > MAX_WORDS ? BEGINNING : MAX_WORDS);
  const fetchCorpus = async (): Promise<FrequencyCorpus> => ({
    name: corpusName(corpus),
    text: (await Promise.all(corpus.urls.map(fetchShipped))).join("\n"),
  });
  const save = async () => {
    const all = wordSurprisal(document.text, document.tokens);
    const csv = wordsCsv(all, document.source, await fetchCorpus());
    saveFile("words.csv", new Blob([csv], { type: "text/csv" }));
  };
  return (
    <Panel title="By word" area="generated">
      <p class="small quiet">
        Words are what white space separates; the space before a word belongs to it, punctuation behind it
        too.
      </p>
      <WordsTable words={words} total={total} />
      <div class="acts needs-js">
        <button type="button" class="link" onClick={save}>words as CSV, with log frequency</button>
      </div>
      <Cite scoring={scoring} sources={[document.source]} corpus={corpusName(corpus)} what="surprisal">
        {document.settings.convention} convention, window {document.settings.window}
      </Cite>
      <StudyPart lab={lab} scoring={scoring} corpus={corpusName(corpus)} fetchCorpus={fetchCorpus} />
    </Panel>
  );
}

/** Its files and revision. */
function corpusName({ urls, revision }: CountCorpus): string {
  const files = urls.map((url) => url.split("/").at(-1)!.split(".")[0]!);
  return `${files.join("+")}@${revision}`;
}
