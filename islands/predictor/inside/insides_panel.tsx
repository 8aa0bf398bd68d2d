import { Panel } from "@/lib/ui/page/panel.tsx";
import { lazyPart } from "../lazy_part.tsx";
import type { InsidesPanelProps } from "./insides_panel_props.ts";
import { SentInsides } from "./sent_insides.tsx";

const InsidesPart = lazyPart(() => import("./insides_part.tsx"));

/** A view into the site's own Transformer; other models do not show their insides. */
export function InsidesPanel({ lab, sent }: InsidesPanelProps) {
  if (!lab.views.sourceName.value.startsWith("parcel-gpt@")) return null;
  const off = lab.views.settings.value.heads_off;
  const own = lab.state.prediction.value !== null;
  return (
    <Panel title="Inside the model" area="more" quietTitle>
      {off.length > 0 && <input type="hidden" name="heads_off" value={off.join(",")} />}
      {own ? <InsidesPart lab={lab} sent={sent} /> : <SentInsides sent={sent} />}
    </Panel>
  );
}
