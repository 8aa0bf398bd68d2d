import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { DistributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import { BeforeColumn } from "@/lib/ui/predictor/loop/before_column.tsx";
import { flyToken } from "./fly_token.ts";

/**
 * The three beats of a step: the row lights up, its token flies to the line, and the bars before it stay as a dim
 * column beside those that come of it.
 */
export default function BeforePart({ lab }: { readonly lab: PredictorLab }) {
  const { state, views } = lab;
  const [phase, picked] = [state.phase.value, state.picked.value];
  const now = {
    view: views.distribution.value,
    tokens: views.generated.value,
    text: state.query.value.text,
  };
  const last = useRef(now);
  const before = useSignal<DistributionView | null>(null);
  useLayoutEffect(() => {
    const { view, tokens, text } = last.current;
    if (now.text !== text || now.tokens.length < tokens.length) before.value = null;
    else if (phase === "predict") before.value = now.view;
    else if (now.tokens.length > tokens.length && phase !== "append") before.value = view;
    last.current = now;
  });
  useLayoutEffect(() => {
    if (phase === "append" && picked !== null) flyToken(picked);
  }, [phase]);
  const kept = before.value;
  if (kept === null) return null;
  return <BeforeColumn rows={kept.rows} taken={picked ?? now.tokens.at(-1)?.id ?? null} />;
}
