import { LADDER_FIELDS } from "@/lib/experiment/fields/ladder_fields.ts";
import { ladderOnServer } from "@/lib/server/ladder_on_server.ts";
import { formatFigure } from "@/lib/ui/format.ts";
import { FigureList } from "@/lib/ui/preview/figure_list.tsx";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { type PagePreview, pagePreview } from "@/lib/server/preview/page_preview.ts";

/** The picture of `/ladder`: bits per byte of each rung. */
export const ladderPreview: PagePreview = pagePreview(LADDER_FIELDS, async ({ text }) => {
  const ladder = await ladderOnServer(text);
  const best = ladder?.rungs.at(-1);
  return (
    <PreviewCard heading="The ladder of language models" note="Bits per byte of one text">
      {!ladder || !best || best.bitsPerByte === null
        ? <Words x={BODY.left} y={200} size={30} bold>Open the page to climb this text.</Words>
        : (
          <FigureList
            name={best.name}
            figure={formatFigure(best.bitsPerByte, 2)}
            facts={ladder.rungs.slice(1, -1).map(({ name, bitsPerByte }) =>
              `${name} ${formatFigure(bitsPerByte ?? 0, 2)}`
            )}
          />
        )}
    </PreviewCard>
  );
});
