import { useLayoutEffect } from "preact/hooks";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { type RowView, rowView } from "@/lib/labs/predictor/views/distribution_view.ts";
import { BeforeColumn } from "@/lib/ui/predictor/loop/before_column.tsx";
import { flyToken } from "./fly_token.ts";

/**
 * The three beats of a step: the row lights up, its token flies to the line, and the bars before it stay as a dim
 * column beside those that come of it.
 */
export default function BeforePart({ lab }: { readonly lab: PredictorLab }) {
  const [phase, picked] = [lab.state.phase.value, lab.state.picked.value];
  useLayoutEffect(() => {
    if (phase === "append" && picked !== null) flyToken(picked);
  }, [phase]);
  const before = rowsBefore(lab);
  return before && <BeforeColumn rows={before.rows} taken={before.taken} />;
}

/** What the last token was picked from: it keeps that. While a step picks the next one, what stands now. Null before an act. */
function rowsBefore(
  { state, views }: PredictorLab,
): { rows: readonly RowView[]; taken: number | null } | null {
  const [phase, picked, prediction] = [state.phase.value, state.picked.value, state.prediction.value];
  const last = prediction?.generated.at(-1);
  const isPicking = phase === "predict" || phase === "pick" || phase === "append" && last?.id !== picked;
  if (isPicking) return { rows: views.distribution.value?.rows ?? [], taken: picked };
  if (!prediction || !last || state.depth.value === 0) return null;
  return { rows: last.top.map((row) => rowView(row, prediction.model.vocabulary)), taken: last.id };
}
