import { Panel } from "@/lib/ui/page/panel.tsx";
import { lazyPart } from "../lazy_part.tsx";
import type { InsidesPanelProps } from "./insides_panel_props.ts";
import { SENT_PARTS } from "./sent_parts.ts";

const InsidesPart = lazyPart(() => import("./insides_part.tsx"));

/** A view into the site's own Transformer; other models do not show their insides. */
export function InsidesPanel({ lab, sent }: InsidesPanelProps) {
  if (!lab.views.sourceName.value.startsWith("parcel-gpt@")) return null;
  const off = lab.views.settings.value.heads_off;
  const own = lab.state.prediction.value !== null;
  return (
    <Panel title="Inside the model" area="more" quietTitle>
      {off.length > 0 && <input type="hidden" name="heads_off" value={off.join(",")} />}
      {own ? <InsidesPart lab={lab} sent={sent} /> : <Sent sent={sent} />}
    </Panel>
  );
}

/** What the page was sent with; an empty `__html` leaves what is there. */
function Sent({ sent }: Pick<InsidesPanelProps, "sent">) {
  const { SentInsides } = SENT_PARTS;
  return SentInsides
    ? (
      <div class="sent-insides">
        <SentInsides sent={sent} />
      </div>
    )
    : <div class="sent-insides" dangerouslySetInnerHTML={{ __html: "" }} />;
}
