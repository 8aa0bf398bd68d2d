import { HEADS } from "@/lib/experiment/fields/predictor_query.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { LayerStrips } from "@/lib/ui/predictor/layer_strips.tsx";
import { lazyPart } from "../lazy_part.tsx";

const InsidesPart = lazyPart(() => import("./insides_part.tsx"));

/** A view into the site's own Transformer; other models do not show their insides. */
export function InsidesPanel({ lab }: { readonly lab: PredictorLab }) {
  if (!lab.views.sourceName.value.startsWith("parcel-gpt@")) return null;
  const off = lab.state.query.value.heads_off;
  const own = lab.state.prediction.value !== null;
  return (
    <Panel title="Inside the model" area="more" quietTitle>
      {off.length > 0 && <input type="hidden" name="heads_off" value={off.join(",")} />}
      {own ? <InsidesPart lab={lab} /> : (
        <>
          <h2 class="small">Inside the model</h2>
          <div class="inside-figure">
            <LayerStrips guesses={Array.from({ length: HEADS.layers }, () => [])} />
          </div>
        </>
      )}
    </Panel>
  );
}
