import type { NgramQuery } from "@/lib/experiment/fields/ngram_fields.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import type { NgramView } from "@/lib/lm/ngram/study/view.ts";
import { formatCount } from "@/lib/ui/format.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { LabNumber, LabSelect, LabTextArea } from "@/islands/query/lab_fields.tsx";

type Lab = QueryLab<NgramQuery>;

const CONVENTIONS = [
  { value: "kenlm", label: "KenLM" },
  { value: "nltk", label: "NLTK" },
];
const UNITS = [
  { value: "words", label: "words" },
  { value: "bpe", label: "byte pairs" },
];

/** How counts are smoothed, what a token is, what is held out, what is drawn. */
export function SettingsFields({ lab, view }: { readonly lab: Lab; readonly view: NgramView | null }) {
  return (
    <>
      <Panel title="Smoothing" area="sampler">
        <div class="fields">
          <LabNumber lab={lab} name="k" label="k" hint="add-k" />
          <LabNumber lab={lab} name="lambda" label="λ" hint="Jelinek-Mercer" />
          <LabNumber lab={lab} name="discount" label="Discount" hint="absolute, Kneser-Ney" />
          <LabNumber lab={lab} name="alpha" label="α" hint="stupid backoff" />
        </div>
        <LabSelect
          lab={lab}
          name="convention"
          label="Figures as in"
          groups={[{ options: CONVENTIONS }]}
          hint="KenLM: one <s> and </s> a sentence. NLTK: order − 1 on both sides, all words"
        />
      </Panel>
      <Panel title="Tokens" area="model">
        <div class="fields">
          <LabSelect lab={lab} name="unit" label="A token is" groups={[{ options: UNITS }]} />
          <LabNumber lab={lab} name="merges" label="Merges" hint="of byte pairs" />
        </div>
        {view && <Size view={view} />}
      </Panel>
      <Panel title="Held out and drawn" area="cost">
        <LabTextArea
          lab={lab}
          name="test"
          label="Held-out sentences"
          rows={3}
          hint="one a line; none: some of the corpus"
        />
        <div class="fields">
          <LabNumber lab={lab} name="seed" label="Seed" hint="as in NumPy" />
          <LabNumber lab={lab} name="max_tokens" label="Tokens" hint="drawn at most" />
          <LabNumber lab={lab} name="top" label="Rows" hint="next tokens" />
        </div>
      </Panel>
    </>
  );
}

function Size({ view }: { readonly view: NgramView }) {
  const { sentences, tokens, types, vocabularySize, contexts, merges } = view;
  return (
    <p class="small" data-sentences={sentences} data-tokens={tokens} data-vocabulary={vocabularySize}>
      {formatCount(sentences)} sentences, {formatCount(tokens)} tokens, {formatCount(types)} different
      {merges === null ? "" : ` after ${formatCount(merges)} merges`}; vocabulary{" "}
      {formatCount(vocabularySize)} with marks; {formatCount(contexts)} contexts.
    </p>
  );
}
