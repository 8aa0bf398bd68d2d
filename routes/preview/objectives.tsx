import { OBJECTIVES_FIELDS } from "@/lib/experiment/fields/objectives_fields.ts";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { objectivesOnServer } from "@/lib/server/objectives_on_server.ts";
import { drawable } from "@/lib/server/preview/drawable.ts";
import { formatProbability } from "@/lib/ui/format.ts";
import { FigureList } from "@/lib/ui/preview/figure_list.tsx";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { type PagePreview, pagePreview } from "@/lib/server/preview/page_preview.ts";

/** The picture of `/objectives`: what stands in the blank, from both sides and from the left. */
export const objectivesPreview: PagePreview = pagePreview(OBJECTIVES_FIELDS, async (query) => {
  const answer = await objectivesOnServer(query);
  const [best] = answer?.both ?? [];
  const name = (bytes: readonly number[]) => drawable(visibleText(Uint8Array.from(bytes)));
  return (
    <PreviewCard heading="Causal and masked" note="A hidden word, from both sides and from the left">
      {!answer || !best
        ? <Words x={BODY.left} y={200} size={30} bold>Open the page to compare these.</Words>
        : (
          <FigureList
            name={`From both sides: ${name(best.bytes)}`}
            figure={formatProbability(best.probability)}
            facts={answer.left.slice(0, 3).map(({ bytes, probability }) =>
              `from the left: ${name(bytes)}, ${formatProbability(probability)}`
            )}
          />
        )}
    </PreviewCard>
  );
});
