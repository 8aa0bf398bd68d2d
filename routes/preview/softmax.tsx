import { STAGES } from "@/lib/lm/sampler/stages.ts";
import { CUTS, SOFTMAX_FIELDS, type SoftmaxQuery } from "@/lib/experiment/fields/softmax_fields.ts";
import { type SoftmaxRow, softmaxView } from "@/lib/labs/softmax/softmax_view.ts";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { drawable } from "@/lib/server/preview/drawable.ts";
import { formatFigure, formatPlural } from "@/lib/ui/format.ts";
import { BarRows } from "@/lib/ui/preview/bar_rows.tsx";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { PALETTE } from "@/lib/ui/preview/palette.ts";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { missingNote } from "@/routes/preview/missing_note.ts";
import { type PagePreview, pagePreview } from "@/lib/server/preview/page_preview.ts";

const ROWS = 5;

/** The picture of `/softmax`: the likeliest tokens with their logits. */
export const softmaxPreview: PagePreview = pagePreview(SOFTMAX_FIELDS, (query) => {
  const { rows, labels, report, sample } = softmaxView(query);
  const isShaped = sample.stages.some(({ name, active }) => active && name !== "temperature");
  const share = ({ probability, shaped }: SoftmaxRow) => isShaped ? shaped : probability;
  const shown = [...rows].sort((a, b) => a.rank - b.rank).slice(0, ROWS);
  const bars = shown.map((row) => ({
    label: drawable(visibleText(row.label)),
    aside: formatFigure(row.logit, 2),
    probability: share(row),
    behind: isShaped ? row.probability : null,
  }));
  const others = labels.length - shown.length;
  const rest = Math.max(0, 1 - shown.reduce((sum, row) => sum + share(row), 0));
  const other = others > 0
    ? { label: `the other ${formatPlural(others, "token")}`, probability: rest }
    : null;
  const note = [
    `entropy ${formatFigure(report.entropyNats, 3)} nats`,
    missingNote(bars.map(({ label }) => label)),
  ];
  return (
    <PreviewCard heading="Softmax" note={note.filter(Boolean).join(" · ")}>
      <Words x={BODY.left} y={164} size={30} bold>{settingsOf(query)}</Words>
      <Words x={BODY.left} y={204} size={22} color={PALETTE.quiet}>token, logit, probability</Words>
      <BarRows rows={bars} other={other} top={232} />
    </PreviewCard>
  );
});

function settingsOf({ logits, temperature, add, ...query }: SoftmaxQuery): string {
  return [
    `${formatPlural(logits.length, "logit")} at temperature ${temperature}`,
    add !== 0 && `${add} added`,
    ...CUTS.map((name) => query[name] !== STAGES[name].off && `${STAGES[name].label} ${query[name]}`),
  ].filter(Boolean).join(", ");
}
