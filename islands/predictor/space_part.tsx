import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import { predict } from "@/lib/labs/predictor/prediction.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { RowView } from "@/lib/labs/predictor/views/distribution_view.ts";
import { formatProbability } from "@/lib/ui/format.ts";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** Tokens that each of the two shows. */
const SHOWN = 5;

/** What comes next with the space at the text's end, and without it, side by side. */
export function SpacePart({ lab }: { readonly lab: PredictorLab }) {
  const prediction = lab.state.prediction.value;
  const without = useSignal<Prediction | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    if (prediction !== null) {
      const query = { ...lab.state.query.peek(), text: prediction.prompt.text.trimEnd(), path: [] };
      predict({ model: prediction.model, query, known: null, given: false, signal, onRun: () => {} })
        .then((found) => without.value = found, () => {});
    }
    return () => controller.abort();
  }, [prediction]);
  return (
    <div class="both-ends">
      <Ends title="with the space" rows={rowsOf(prediction, lab)} />
      <Ends title="without it" rows={rowsOf(without.value, lab)} />
    </div>
  );
}

function rowsOf(prediction: Prediction | null, { state }: PredictorLab): readonly RowView[] {
  const query = { ...state.query.value, top: SHOWN };
  const source = prediction?.reading.distribution(prediction, query);
  return prediction && source ? prediction.reading.view(source, prediction).rows : [];
}

function Ends({ title, rows }: { readonly title: string; readonly rows: readonly RowView[] }) {
  return (
    <section aria-label={`Next token ${title}`}>
      <h3 class="small quiet">{title}</h3>
      <ol>
        {rows.map(({ id, token, shapedProbability }) => (
          <li key={id} title={String(shapedProbability)}>
            <TokenChip token={token} /> <span class="num">{formatProbability(shapedProbability)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
