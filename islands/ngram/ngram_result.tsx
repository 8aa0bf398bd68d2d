import type { NgramQuery } from "@/lib/experiment/fields/ngram_fields.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import type { NgramView } from "@/lib/lm/ngram/study/view.ts";
import { BackoffPath } from "@/lib/ui/ngram/backoff_path.tsx";
import { ConfusedContexts } from "@/lib/ui/ngram/confused_contexts.tsx";
import { Generation } from "@/lib/ui/ngram/generation.tsx";
import { Matrix } from "@/lib/ui/ngram/matrix.tsx";
import { NextTable } from "@/lib/ui/ngram/next_table.tsx";
import { SparsityTable } from "@/lib/ui/ngram/sparsity_table.tsx";
import { TestedMethods } from "@/lib/ui/ngram/tested_methods.tsx";
import { UnseenTable } from "@/lib/ui/ngram/unseen_table.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { LabNumber } from "@/islands/query/lab_fields.tsx";

/** Props of {@linkcode NgramResult}. */
export interface NgramResultProps {
  readonly lab: QueryLab<NgramQuery>;
  readonly view: NgramView;
  readonly busy: boolean;
}

/** The answer: what comes next, by which way, and what the counts lack. */
export function NgramResult({ lab, view, busy }: NgramResultProps) {
  const { smoothing, context } = lab.query.value;
  const { next, unseen, generation } = view;
  return (
    <ResultRegion label="Counts" busy={busy} source="counts" class="stack">
      <Panel title="Next token" area="distribution" quietTitle>
        <Unknown view={view} />
        <NextTable
          next={next}
          scores={smoothing === "stupid_backoff"}
          onPick={(token) => lab.set({ context: `${context} ${token}`.trim() })}
        />
        <ul class="notes small">{next.notes.map((note) => <li key={note}>{note}</li>)}</ul>
        <h3>The way down</h3>
        <BackoffPath steps={next.backoff} />
      </Panel>
      <Panel title="Unseen events" area="run">
        <UnseenTable unseen={unseen} current={smoothing} />
      </Panel>
      <Panel title="Generated" area="generated">
        <Generation generation={generation} />
      </Panel>
      <MatrixPanel lab={lab} view={view} />
      <Measures lab={lab} view={view} />
    </ResultRegion>
  );
}

/** Words of the context that the corpus does not have. */
function Unknown({ view }: { readonly view: NgramView }) {
  const unknown = view.next.context.filter(({ known }) => !known).length;
  if (unknown === 0) return null;
  return (
    <p class="small">
      {unknown === 1 ? "A word" : `${unknown} words`} of the context never occur{unknown === 1 ? "s" : ""}
      {" "}
      in the corpus: read as {view.next.context.find(({ known }) => !known)!.token}.
    </p>
  );
}

function MatrixPanel({ lab, view }: Pick<NgramResultProps, "lab" | "view">) {
  const { matrix } = view;
  return (
    <Panel title="What follows what" area="more">
      <div class="fields">
        <LabNumber lab={lab} name="row" label="Context rank" hint="first row" />
        <LabNumber lab={lab} name="column" label="Token rank" hint="first column" />
        <LabNumber lab={lab} name="size" label="Shown" hint="2 to 40" />
      </div>
      {matrix
        ? (
          <Matrix
            matrix={matrix}
            onMove={(row, column) => lab.set({ row, column })}
            onContext={(context) => lab.set({ context })}
          />
        )
        : <p class="quiet">A unigram looks at no context: choose order 2 or more.</p>}
    </Panel>
  );
}

function Measures({ lab, view }: Pick<NgramResultProps, "lab" | "view">) {
  const { measures } = view;
  if (measures === null) {
    const isPossible = view.sentences > 1 || lab.query.value.test.trim() !== "";
    return (
      <Panel title="Held-out sentences" area="more">
        <p class="quiet">
          {isPossible
            ? "Sparsity and perplexity are not measured yet."
            : "Sparsity and perplexity need at least two sentences, or held-out ones of your own."}
        </p>
      </Panel>
    );
  }
  const { sparsity, tested, confused, heldOutSentences, split } = measures;
  const from = split ? "taken out of the corpus" : "of your own";
  return (
    <>
      <Panel title="Sparsity" area="more" aside={`${heldOutSentences} held-out sentences, ${from}`}>
        <SparsityTable orders={sparsity} />
      </Panel>
      <Panel title="Held-out perplexity" area="more">
        <TestedMethods tested={tested} current={lab.query.value.smoothing} />
      </Panel>
      <Panel title="What a bigram cannot see" area="more">
        <ConfusedContexts pairs={confused} />
      </Panel>
    </>
  );
}
