import { fetchShipped } from "../ngram/counting.ts";
import { saveFile } from "../share/save_file.ts";
import { StudyPart } from "./study_part.tsx";
import type { Scoring } from "./use_score.ts";
import type { CountCorpus } from "@/lib/labs/predictor/count_corpus.ts";
import type { FrequencyCorpus } from "@/lib/labs/score/words/study_csv.ts";
import { wordsCsv } from "@/lib/labs/score/words_csv.ts";
import type { ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";
import { wordSurprisal } from "@/lib/lm/loss/text/word_surprisal.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { WordsTable } from "@/lib/ui/score/words_table.tsx";

/** Words that are listed at most. */
const MOST_WORDS = 300;

interface PartProps {
  readonly document: ScoredDocument;
  /** Words of the whole text. */
  readonly total: number;
  readonly corpus: CountCorpus;
  readonly scoring: Scoring;
}

/** Surprisal by word, with a file of it and a line to cite. */
export function WordsPart({ document, total, corpus, scoring }: PartProps) {
  const words = wordSurprisal(document.text, document.tokens, MOST_WORDS);
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
      <p class="small quiet">
        To cite: surprisal of {document.source}, {document.settings.convention} convention, window{" "}
        {document.settings.window}, Next-Token Playground.
      </p>
      <StudyPart text={document.text} source={document.source} scoring={scoring} fetchCorpus={fetchCorpus} />
    </Panel>
  );
}

/** Its files and revision. */
function corpusName({ urls, revision }: CountCorpus): string {
  const files = urls.map((url) => url.split("/").at(-1)!.split(".")[0]!);
  return `${files.join("+")}@${revision}`;
}
