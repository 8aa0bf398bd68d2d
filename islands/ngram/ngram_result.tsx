import type { NgramQuery } from "@/lib/experiment/fields/ngram_fields.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import type { NgramView } from "@/lib/lm/ngram/study/view.ts";
import { BackoffPath } from "@/lib/ui/ngram/backoff_path.tsx";
import { Matrix } from "@/lib/ui/ngram/matrix.tsx";
import { NextTable } from "@/lib/ui/ngram/next_table.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { ShowMe } from "@/lib/ui/page/show_me.tsx";

/** Props of {@linkcode NgramResult}. */
export interface NgramResultProps {
  readonly lab: QueryLab<NgramQuery>;
  readonly view: NgramView;
  readonly busy: boolean;
}

/** The figure: the row of the chosen context beside the matrix that it is taken from, and its way down in numbers. */
export function NgramResult(props: NgramResultProps) {
  return (
    <ResultRegion label="Counts" busy={props.busy} source="counts" class="figure">
      <div class="ngram-figure">
        <RowPart {...props} />
        <MatrixPart {...props} />
        <WayDown {...props} />
      </div>
    </ResultRegion>
  );
}

function MatrixPart({ lab, view }: NgramResultProps) {
  const { matrix } = view;
  const chosen = view.next.looksAt.at(-1) ?? null;
  return (
    <section class="area-matrix" aria-label="What follows what">
      {matrix
        ? (
          <Matrix
            matrix={matrix}
            chosen={chosen}
            onMove={(row, column) => lab.set({ row, column })}
            onContext={(context) => lab.set({ context })}
          />
        )
        : <p class="quiet">A unigram looks at no context: choose order 2 or more.</p>}
      <p class="small quiet needs-js row-hint">
        Click a row, or move along the rows with the arrow keys, to make it the context.
      </p>
    </section>
  );
}

function RowPart({ lab, view }: NgramResultProps) {
  const { smoothing, context } = lab.query.value;
  const { next } = view;
  return (
    <section class="area-distribution" aria-label="Next token">
      <Unknown view={view} />
      <NextTable
        next={next}
        scores={smoothing === "stupid_backoff"}
        onPick={(token) => lab.set({ context: `${context} ${token}`.trim() })}
      />
      <ul class="notes small">{next.notes.map((note) => <li key={note}>{note}</li>)}</ul>
    </section>
  );
}

function WayDown({ lab, view }: NgramResultProps) {
  const { smoothing } = lab.query.value;
  const { next } = view;
  return (
    <section class="area-distribution" aria-label="In numbers">
      <h2>{next.backoff.length > 1 ? "The way down" : "In numbers"}</h2>
      <BackoffPath steps={next.backoff} method={smoothing} token={next.rows[0]?.token ?? null} />
      <p class="pills see">
        <ShowMe pill href="/ngram?order=3&smoothing=stupid_backoff&context=customer+left">a way down</ShowMe>
        <ShowMe pill href="/ngram?smoothing=add_k">add one</ShowMe>
        <ShowMe pill href="/ngram?smoothing=kneser_ney">Kneser-Ney</ShowMe>
        <ShowMe pill href="/ngram?context=%3Cs%3E">how sentences begin</ShowMe>
      </p>
    </section>
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
