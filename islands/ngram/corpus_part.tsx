import type { NgramQuery } from "@/lib/experiment/fields/ngram_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import { corpusWords } from "@/lib/lm/ngram/study/corpus_words.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { CorpusLines } from "@/lib/ui/ngram/corpus_lines.tsx";

interface CorpusPartProps {
  readonly lab: QueryLab<NgramQuery>;
  /** Sentences, one a line. */
  readonly text: string;
  /** The words that the model looks at. */
  readonly asked: readonly string[];
}

/** The corpus, word by word, where it is counted in words: subword tokens stand in no text as they are. */
export function CorpusPart({ lab, text, asked }: CorpusPartProps) {
  const query = lab.query.value;
  if (query.unit !== "words") return null;
  return (
    <section class="area-text" aria-label="The corpus, word by word">
      <h2>The corpus, word by word</h2>
      <p class="small quiet">Press a word to make it the context; what followed it is lit.</p>
      <CorpusLines
        corpus={corpusWords(text, query.order, asked)}
        href={(context) => queryAddress(lab.base, lab.fields, { ...query, context }) ?? lab.base}
        onContext={(context) => lab.set({ context })}
      />
    </section>
  );
}
