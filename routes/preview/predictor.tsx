import { formatPredictorQuery, PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import { isEmbedded, type PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { RowView } from "@/lib/labs/predictor/views/distribution_view.ts";
import type { PredictorSnapshot } from "@/lib/labs/predictor/views/page_views.ts";
import { decodeWhole } from "@/lib/lm/decode_bytes.ts";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { drawable } from "@/lib/server/preview/drawable.ts";
import { formatPlural } from "@/lib/ui/format.ts";
import { BarRows } from "@/lib/ui/preview/bar_rows.tsx";
import { type Chip, ChipLines, chipLinesHeight, layOutChips } from "@/lib/ui/preview/chip_line.tsx";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { missingNote } from "@/routes/preview/missing_note.ts";
import { type PagePreview, pagePreview } from "@/lib/server/preview/page_preview.ts";
import { predictorAnswer } from "@/routes/predictor_answer.ts";

const ROWS = 5;
const SIZE = 32;
const MAX_LINES = 2;

/** The picture of `/`: the end of the prompt, and the likeliest next tokens. */
export const predictorPreview: PagePreview = pagePreview(PREDICTOR_FIELDS, async (query) => {
  const { snapshot, query: answered } = await predictorAnswer(formatPredictorQuery(query));
  const chips = snapshot ? chipsOf(snapshot) : [];
  const area = { x: BODY.left, width: BODY.width, size: SIZE, mostLines: MAX_LINES };
  const lines = layOutChips(chips, area);
  const top = BODY.top + chipLinesHeight(lines.length, SIZE) + 24;
  return (
    <PreviewCard heading="Next-token distribution" note={noteOf(answered, snapshot, chips)}>
      <ChipLines lines={lines} y={BODY.top} size={SIZE} />
      {snapshot?.distribution
        ? <Distribution snapshot={snapshot} top={top} />
        : (
          <Words x={BODY.left} y={top + 60} size={28}>
            {snapshot === null
              ? "A text too long for a picture: the page answers."
              : "This text has no next token: the context is full."}
          </Words>
        )}
    </PreviewCard>
  );
});

function Distribution({ snapshot, top }: { readonly snapshot: PredictorSnapshot; readonly top: number }) {
  const { rows, other, stages } = snapshot.distribution!;
  const isShaped = stages.some(({ active }) => active);
  const shown = rows.slice(0, ROWS);
  const rest = rows.slice(ROWS);
  const share = (row: RowView) => isShaped ? row.shapedProbability : row.probability;
  const left = isShaped ? other.shapedProbability : other.probability;
  return (
    <BarRows
      top={top}
      rows={shown.map((row) => ({
        label: drawable(visibleText(Uint8Array.from(row.token.bytes))),
        probability: share(row),
        behind: isShaped ? row.probability : null,
      }))}
      other={{
        label: `the other ${formatPlural(other.count + rest.length, "token")}`,
        probability: left + rest.reduce((sum, row) => sum + share(row), 0),
      }}
    />
  );
}

/** Prompt and generation; tokens that hold parts of one character are one chip, since no part can be read. */
function chipsOf({ tokens, generated }: PredictorSnapshot): Chip[] {
  const chips: Chip[] = [];
  let pending: number[] = [];
  const all = [
    ...tokens.filter(({ origin }) => origin === "text").map((token) => ({ ...token, generated: false })),
    ...generated.map((token) => ({ ...token, generated: true })),
  ];
  for (const token of all) {
    pending.push(...token.bytes);
    const bytes = Uint8Array.from(pending);
    // No character has more than 4 bytes: what is none after 4 never becomes one.
    if (decodeWhole(bytes) === null && pending.length < 4) continue;
    chips.push({ text: drawable(visibleText(bytes)), generated: token.generated });
    pending = [];
  }
  if (pending.length > 0) chips.push({ text: drawable(visibleText(Uint8Array.from(pending))) });
  return chips;
}

function noteOf(query: PredictorQuery, snapshot: PredictorSnapshot | null, chips: readonly Chip[]): string {
  const answered = snapshot?.sourceName.split(" ")[0] ?? "";
  const model = isEmbedded(query.model) ? answered : `${answered}; the link names ${query.model}`;
  return [model, missingNote(chips.map(({ text }) => text))].filter(Boolean).join(" · ");
}
