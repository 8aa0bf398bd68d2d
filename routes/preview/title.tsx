import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import type { PredictorSnapshot } from "@/lib/labs/predictor/views/page_views.ts";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { drawable } from "@/lib/server/preview/drawable.ts";
import { formatPlural } from "@/lib/ui/format.ts";
import { BarRows } from "@/lib/ui/preview/bar_rows.tsx";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { PALETTE } from "@/lib/ui/preview/palette.ts";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import type { PagePreview } from "@/lib/server/preview/page_preview.ts";
import { predictorAnswer } from "@/routes/predictor_answer.ts";

const ROWS = 3;

/** The picture of a page that has no experiment in it: its title above what the site is about. */
export function titlePreview(title: string): PagePreview {
  return {
    canonical: () => "",
    async draw() {
      const { snapshot } = await predictorAnswer(new URLSearchParams());
      return (
        <PreviewCard heading="" note={snapshot?.sourceName.split(" ")[0] ?? ""}>
          <Words x={BODY.left} y={190} size={60} bold>{title}</Words>
          <Words x={BODY.left} y={244} size={28} color={PALETTE.quiet}>
            Context in, a probability for every token of the vocabulary out
          </Words>
          <Words x={BODY.left} y={318} size={28}>{`${DEFAULT_QUERY.text} …`}</Words>
          {snapshot && <Answer snapshot={snapshot} />}
        </PreviewCard>
      );
    },
  };
}

function Answer({ snapshot: { distribution } }: { readonly snapshot: PredictorSnapshot }) {
  const { rows, other } = distribution!;
  const hidden = rows.slice(ROWS);
  return (
    <BarRows
      top={344}
      rows={rows.slice(0, ROWS).map(({ token, probability }) => ({
        label: drawable(visibleText(Uint8Array.from(token.bytes))),
        probability,
      }))}
      other={{
        label: `the other ${formatPlural(other.count + hidden.length, "token")}`,
        probability: other.probability + hidden.reduce((sum, row) => sum + row.probability, 0),
      }}
    />
  );
}
