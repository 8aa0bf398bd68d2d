import { useSignal } from "@preact/signals";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { lazyPart } from "./lazy_part.tsx";

const InsidesPart = lazyPart(() => import("./insides_part.tsx"));

/** An optional view into the site's own Transformer; other models do not show their insides. */
export function InsidesPanel({ lab }: { readonly lab: PredictorLab }) {
  const open = useSignal(false);
  if (!lab.views.sourceName.value.startsWith("parcel-gpt@")) return null;
  return (
    <Panel title="Inside the model" area="more" quietTitle>
      <details class="more" onToggle={(event) => open.value = event.currentTarget.open}>
        <summary>Inside the model: what it read, and how its guess formed</summary>
        {open.value && <InsidesPart lab={lab} />}
      </details>
    </Panel>
  );
}
