import { fetchShipped } from "../ngram/counting.ts";
import { saveFile } from "../share/save_file.ts";
import type { CountCorpus } from "@/lib/labs/predictor/count_corpus.ts";
import { wordsCsv } from "@/lib/labs/score/words_csv.ts";
import type { ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";
import { wordSurprisal } from "@/lib/lm/loss/text/word_surprisal.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { WordsTable } from "@/lib/ui/score/words_table.tsx";

/** Words that are listed at most. */
const MOST_WORDS = 300;

interface PartProps {
  readonly document: ScoredDocument;
  readonly corpus: CountCorpus;
}

/** Surprisal by word, with a file of it and a line to cite. */
export function WordsPart({ document, corpus }: PartProps) {
  const words = wordSurprisal(document.text, document.tokens);
  const save = async () => {
    const texts = await Promise.all(corpus.urls.map(fetchShipped));
    saveFile(
      "words.csv",
      new Blob([wordsCsv(words, document.source, texts.join("\n"))], { type: "text/csv" }),
    );
  };
  return (
    <Panel title="By word" area="generated">
      <p class="small quiet">
        Words are what white space separates; the space before a word belongs to it, punctuation behind it
        too.
      </p>
      <WordsTable words={words.slice(0, MOST_WORDS)} total={words.length} />
      <div class="acts needs-js">
        <button type="button" class="link" onClick={save}>words as CSV, with log frequency</button>
      </div>
      <p class="small quiet">
        To cite: surprisal of {document.source}, {document.settings.convention} convention, window{" "}
        {document.settings.window}, Next-Token Playground.
      </p>
    </Panel>
  );
}
