import { isShipped, NGRAM_FIELDS, type NgramQuery } from "@/lib/experiment/fields/ngram_fields.ts";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { answerNgram } from "@/lib/server/ngram_answer.ts";
import { drawable } from "@/lib/server/preview/drawable.ts";
import { formatCount, formatPlural } from "@/lib/ui/format.ts";
import { BarRows } from "@/lib/ui/preview/bar_rows.tsx";
import { type Chip, ChipLines, layOutChips } from "@/lib/ui/preview/chip_line.tsx";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { PALETTE } from "@/lib/ui/preview/palette.ts";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { missingNote } from "@/routes/preview/missing_note.ts";
import { type PagePreview, pagePreview } from "@/lib/server/preview/page_preview.ts";

const ROWS = 5;
const AREA = { x: BODY.left, width: BODY.width, size: 32, mostLines: 1 };

/** The picture of `/ngram`: what followed the context, how often, and how likely that makes it. */
export const ngramPreview: PagePreview = pagePreview(NGRAM_FIELDS, (query) => {
  const { view } = answerNgram(query, false);
  if (view === null) {
    return (
      <PreviewCard heading="N-grams" note="Counts of n-grams">
        <Words x={BODY.left} y={200} size={30} bold>This corpus has no sentences to count.</Words>
      </PreviewCard>
    );
  }
  const { next } = view;
  const shown = next.rows.slice(0, ROWS);
  const hidden = next.rows.slice(ROWS);
  const context: Chip[] = next.context.map(({ token }) => ({ text: drawable(visibleText(token)) }));
  const bars = shown.map(({ token, count, probability }) => ({
    label: drawable(visibleText(token)),
    aside: `${formatCount(count)} ×`,
    probability,
  }));
  const others = next.other.count + hidden.length;
  const missing = missingNote([...context.map(({ text }) => text), ...bars.map(({ label }) => label)]);
  return (
    <PreviewCard
      heading="N-grams"
      note={[noteOf(query, view.sentences), missing].filter(Boolean).join(" · ")}
    >
      {context.length === 0 ? null : <ChipLines lines={layOutChips(context, AREA)} y={BODY.top} size={32} />}
      <Words x={BODY.left} y={context.length === 0 ? 164 : 212} size={22} color={PALETTE.quiet}>
        {`followed ${formatPlural(next.total, "time")}: token, count, probability`}
      </Words>
      <BarRows
        top={236}
        rows={bars}
        other={others === 0 ? null : {
          label: `the other ${formatPlural(others, "token")}`,
          probability: next.other.probability + hidden.reduce((sum, row) => sum + row.probability, 0),
        }}
      />
    </PreviewCard>
  );
});

function noteOf({ order, smoothing, corpus, text }: NgramQuery, sentences: number): string {
  const source = text === "" && isShipped(corpus) ? `corpus ${corpus}` : formatPlural(sentences, "sentence");
  return `order ${order} · smoothing ${smoothing.replaceAll("_", " ")} · ${source}`;
}
