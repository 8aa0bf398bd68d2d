import { SCORE_FIELDS } from "@/lib/experiment/fields/score_fields.ts";
import { scoreView } from "@/lib/labs/score/score_view.ts";
import { LOG_UNITS } from "@/lib/lm/loss/log_base.ts";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { drawable } from "@/lib/server/preview/drawable.ts";
import { scoreOnServer } from "@/lib/server/score_on_server.ts";
import { formatFigure, formatMagnitude, formatPlural } from "@/lib/ui/format.ts";
import { FigureList } from "@/lib/ui/preview/figure_list.tsx";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { LossColumns } from "@/lib/ui/preview/loss_columns.tsx";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { missingNote } from "@/routes/preview/missing_note.ts";
import { type PagePreview, pagePreview } from "@/lib/server/preview/page_preview.ts";

/** The picture of `/score`: perplexity and bits, and the loss of each token. */
export const scorePreview: PagePreview = pagePreview(SCORE_FIELDS, async (query) => {
  const scored = await scoreOnServer(query);
  const view = scored && "document" in scored ? scoreView(scored.document, query.tint) : null;
  const columns = (view?.tokens(0, view.length) ?? []).flatMap(({ bytes, bits }) =>
    bits === null ? [] : [{ label: drawable(visibleText(Uint8Array.from(bytes))), lossNats: bits * Math.LN2 }]
  );
  const note = [`A text under ${query.model}`, missingNote(columns.map(({ label }) => label))]
    .filter(Boolean).join(" · ");
  const mean = view?.totals.meanNllNats ?? null;
  const { unit, perBit } = LOG_UNITS[query.base];
  return (
    <PreviewCard heading="Score a text" note={note}>
      {view === null || mean === null
        ? <Words x={BODY.left} y={200} size={30} bold>Open the page to score this text.</Words>
        : (
          <>
            <FigureList
              name="Perplexity"
              figure={formatMagnitude((query.per === "document" ? view.documents : view.totals).perplexity!)}
              facts={[
                `${formatFigure(view.totals.totalBits * perBit, 1)} ${unit} in all`,
                `${formatFigure(view.totals.bitsPerByte! * perBit, 3)} ${unit} a byte`,
                formatPlural(view.totals.tokensScored, "token"),
              ]}
            />
            <LossColumns columns={columns} meanNats={mean} />
          </>
        )}
    </PreviewCard>
  );
});
