import { LOSS_FIELDS } from "@/lib/experiment/fields/loss_fields.ts";
import { lossView } from "@/lib/labs/loss/loss_view.ts";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { drawable } from "@/lib/server/preview/drawable.ts";
import { formatFigure, formatMagnitude, formatPlural } from "@/lib/ui/format.ts";
import { FigureList } from "@/lib/ui/preview/figure_list.tsx";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { LossColumns } from "@/lib/ui/preview/loss_columns.tsx";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { movedQuery } from "@/routes/moved_query.ts";
import { missingNote } from "@/routes/preview/missing_note.ts";
import { scorePreview } from "@/routes/preview/score.tsx";
import { type PagePreview, pagePreview } from "@/lib/server/preview/page_preview.ts";

const SOURCES = {
  logits: "From logits and targets",
  probabilities: "From the probabilities of the true tokens",
  losses: "From losses in nats",
} as const;

const ownPreview: PagePreview = pagePreview(LOSS_FIELDS, (query) => {
  const view = lossView(query);
  const columns = view.positions.map(({ token, lossNats }) => ({
    label: token ? drawable(visibleText(Uint8Array.from(token.bytes))) : "",
    lossNats,
  }));
  const note = [
    SOURCES[view.mode === "text" ? "logits" : view.mode],
    missingNote(columns.map(({ label }) => label)),
  ].filter(Boolean).join(
    " · ",
  );
  return (
    <PreviewCard heading="Loss and perplexity" note={note}>
      {view.report === null
        ? <Words x={BODY.left} y={200} size={30} bold>There is no loss to compute here.</Words>
        : (
          <>
            <FigureList
              name="Perplexity"
              figure={formatMagnitude(view.report.perplexity)}
              facts={[
                `${formatFigure(view.report.meanNats, 4)} nats a token`,
                `${formatFigure(view.report.meanBits, 4)} bits a token`,
                formatPlural(view.positions.length, "position"),
              ]}
            />
            <LossColumns columns={columns} meanNats={view.report.meanNats} />
          </>
        )}
    </PreviewCard>
  );
});

/** The picture of `/loss`: perplexity, and the loss at each position; of an older address, that of where it moved. */
export const lossPreview: PagePreview = {
  canonical: (params) => scoredInstead(params)?.toString() ?? ownPreview.canonical(params),
  draw: (params) => {
    const moved = scoredInstead(params);
    return moved ? scorePreview.draw(moved) : ownPreview.draw(params);
  },
};

function scoredInstead(params: URLSearchParams): URLSearchParams | null {
  return movedQuery({ page: "/loss", params })?.params ?? null;
}
