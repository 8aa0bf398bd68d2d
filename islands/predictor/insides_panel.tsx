import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { LayerStrips } from "@/lib/ui/predictor/layer_strips.tsx";
import { lazyPart } from "./lazy_part.tsx";

const InsidesPart = lazyPart(() => import("./insides_part.tsx"));

/** Layers of the model that answers first: what holds the place of their strips before the tab has looked. */
const LAYERS = 6;

/** A view into the site's own Transformer; other models do not show their insides. */
export function InsidesPanel({ lab }: { readonly lab: PredictorLab }) {
  if (!lab.views.sourceName.value.startsWith("parcel-gpt@")) return null;
  const own = lab.state.prediction.value !== null;
  return (
    <Panel title="Inside the model" area="more" quietTitle>
      {own ? <InsidesPart lab={lab} /> : (
        <>
          <h2 class="small">Inside the model</h2>
          <LayerStrips guesses={Array.from({ length: LAYERS }, () => [])} />
        </>
      )}
    </Panel>
  );
}
