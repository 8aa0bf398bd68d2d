import { ConfusedContexts } from "@/lib/ui/ngram/confused_contexts.tsx";
import { Generation } from "@/lib/ui/ngram/generation.tsx";
import { MatrixOverviewMap } from "@/lib/ui/ngram/matrix.tsx";
import { SparsityTable } from "@/lib/ui/ngram/sparsity_table.tsx";
import { TestedMethods } from "@/lib/ui/ngram/tested_methods.tsx";
import { UnseenTable } from "@/lib/ui/ngram/unseen_table.tsx";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ShowMe } from "@/lib/ui/page/show_me.tsx";
import { LabNumber } from "@/islands/query/lab_fields.tsx";
import type { NgramResultProps } from "@/islands/ngram/ngram_result.tsx";

/** The other studies of the corpus, in one place: what was never seen, what is drawn, how sparse it is. */
export function Studies(props: NgramResultProps) {
  const { lab, view, busy } = props;
  const { smoothing } = lab.query.value;
  return (
    <section class="result" aria-label="Studies" aria-busy={busy ? "true" : "false"}>
      <Fold summary="More of this corpus: what was never seen, drawn text, sparsity, perplexity, the whole matrix">
        <Panel title="Never seen is not impossible" area="run">
          <UnseenTable unseen={view.unseen} current={smoothing} />
        </Panel>
        <Panel title="Generated" area="generated">
          <Generation generation={view.generation} />
        </Panel>
        <Whole {...props} />
        <Measures {...props} />
        <p class="small">
          Every word more multiplies the possible contexts; a corpus shows ever fewer of them.{" "}
          <ShowMe href="/ngram?corpus=everyday&order=3&smoothing=kneser_ney&context=one+of">
            600 kB of English
          </ShowMe>{" "}
          <ShowMe href="/ngram?corpus=parcel_messages&unit=bpe&order=4&smoothing=kneser_ney&context=the">
            parts of words
          </ShowMe>
        </p>
      </Fold>
    </section>
  );
}

function Whole({ lab, view }: NgramResultProps) {
  const overview = view.matrix?.overview ?? null;
  return (
    <Panel title="The whole matrix" area="more">
      <div class="fields">
        <LabNumber lab={lab} name="row" label="First row" hint="by frequency" />
        <LabNumber lab={lab} name="column" label="First column" hint="by frequency" />
        <LabNumber lab={lab} name="size" label="Rows and columns" hint="2 to 40" />
      </div>
      {overview && (
        <MatrixOverviewMap
          overview={overview}
          onMove={(row, column) => lab.set({ row, column })}
        />
      )}
    </Panel>
  );
}

function Measures({ lab, view }: NgramResultProps) {
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
