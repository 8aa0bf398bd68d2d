import { COMPARE_FIELDS } from "@/lib/experiment/fields/compare_fields.ts";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { compareOnServer } from "@/lib/server/compare_on_server.ts";
import { drawable } from "@/lib/server/preview/drawable.ts";
import { formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { FigureList } from "@/lib/ui/preview/figure_list.tsx";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { type PagePreview, pagePreview } from "@/lib/server/preview/page_preview.ts";

/** The picture of `/compare`: how far the sides are apart, and what each expects. */
export const comparePreview: PagePreview = pagePreview(COMPARE_FIELDS, async (query) => {
  const compared = await compareOnServer(query);
  const rows = (compared?.tokens ?? []).slice(0, 4).map(({ bytes, first, second }) =>
    `${drawable(visibleText(Uint8Array.from(bytes)))}: ${shown(first)} and ${shown(second)}`
  );
  return (
    <PreviewCard heading="Compare two predictions" note="First and second">
      {compared === null
        ? <Words x={BODY.left} y={200} size={30} bold>Open the page to compare these.</Words>
        : (
          <FigureList
            name="Jensen-Shannon"
            figure={compared.difference
              ? `${formatFigure(compared.difference.jsNats / Math.LN2, 3)} bits`
              : "per byte"}
            facts={rows}
          />
        )}
    </PreviewCard>
  );
});

function shown(probability: number | null): string {
  return probability === null ? "none" : formatProbability(probability);
}
