import { LOSS_FIELDS, lossMode, type LossQuery } from "@/lib/experiment/fields/loss_fields.ts";
import { type LossView, lossView } from "@/lib/labs/loss/loss_view.ts";
import { scoreText } from "@/lib/lm/loss/score_text.ts";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { drawable } from "@/lib/server/preview/drawable.ts";
import { formatFigure, formatMagnitude, formatPlural } from "@/lib/ui/format.ts";
import { FigureList } from "@/lib/ui/preview/figure_list.tsx";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { LossColumns } from "@/lib/ui/preview/loss_columns.tsx";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { missingNote } from "@/routes/preview/missing_note.ts";
import { type PagePreview, pagePreview } from "@/routes/preview/page_preview.ts";

/** The longest text that a picture scores, as the page does. */
const MAX_LENGTH = 1500;

const SOURCES = {
  logits: "From logits and targets",
  probabilities: "From the probabilities of the true tokens",
  losses: "From losses in nats",
  text: "A text under the counts of the shipped corpora",
} as const;

/** The picture of `/loss`: perplexity, and the loss at each position. */
export const lossPreview: PagePreview = pagePreview(LOSS_FIELDS, async (query) => {
  const view = await viewOf(query);
  const columns = view.positions.map(({ token, lossNats }) => ({
    label: token ? drawable(visibleText(Uint8Array.from(token.bytes))) : "",
    lossNats,
  }));
  const note = [SOURCES[view.mode], missingNote(columns.map(({ label }) => label))].filter(Boolean).join(
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

async function viewOf(query: LossQuery): Promise<LossView> {
  const isScored = lossMode(query) === "text" && query.text.length <= MAX_LENGTH;
  return lossView(query, isScored ? await scoreText(serverCounts(), query.text) : null);
}
