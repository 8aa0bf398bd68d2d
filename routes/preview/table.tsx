import { LOOP_FIELDS } from "@/lib/experiment/fields/loop_fields.ts";
import { tableView } from "@/lib/labs/table/table_view.ts";
import type { LoopReport } from "@/lib/lm/generation/loop.ts";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { drawable } from "@/lib/server/preview/drawable.ts";
import { formatProbability } from "@/lib/ui/format.ts";
import { cutEnd, cutStart } from "@/lib/lm/graphemes.ts";
import { Mono, monoFits, Words } from "@/lib/ui/preview/lettering.tsx";
import { PALETTE } from "@/lib/ui/preview/palette.ts";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { missingNote } from "@/routes/preview/missing_note.ts";
import { type PagePreview, pagePreview } from "@/lib/server/preview/page_preview.ts";

const STEPS = 5;
const ROW = 58;
const SIZE = 26;
const COLUMNS = { context: BODY.left, token: 700, probability: BODY.right };

const STOPS: Readonly<Record<LoopReport["stoppedBy"], string>> = {
  end: "stopped at the end token",
  limit: "stopped at the step limit",
  unknown_context: "stopped at a text that the table does not know",
};

interface Step {
  readonly context: string;
  readonly token: string;
  readonly probability: number;
}

/** The picture of `/table`: the loop's first steps. */
export const tablePreview: PagePreview = pagePreview(LOOP_FIELDS, (query) => {
  const { report } = tableView(query);
  const steps = report?.steps.slice(0, STEPS).map(({ context, token, probability }): Step => ({
    context: drawable(visibleText(context).replaceAll("·", " ")),
    token: drawable(visibleText(token)),
    probability,
  })) ?? [];
  const missing = missingNote(steps.flatMap(({ context, token }) => [context, token]));
  return (
    <PreviewCard
      heading="A model written by hand"
      note={[report ? summaryOf(report) : "", missing].filter(Boolean).join(" · ")}
    >
      {report === null || steps.length === 0
        ? (
          <Words x={BODY.left} y={200} size={30} bold>
            {report === null ? "A row of this table does not sum to 1." : "No step yet."}
          </Words>
        )
        : <Steps steps={steps} text={drawable(visibleText(report.text).replaceAll("·", " "))} />}
    </PreviewCard>
  );
});

function summaryOf({ steps, stoppedBy }: LoopReport): string {
  const count = `${steps.length} ${steps.length === 1 ? "step" : "steps"}`;
  return steps.length > STEPS
    ? `the first ${STEPS} of ${count}, ${STOPS[stoppedBy]}`
    : `${count}, ${STOPS[stoppedBy]}`;
}

function Steps({ steps, text }: { readonly steps: readonly Step[]; readonly text: string }) {
  const end = 206 + steps.length * ROW;
  return (
    <g>
      <Words x={COLUMNS.context} y={156} size={22} color={PALETTE.quiet}>text so far</Words>
      <Words x={COLUMNS.token} y={156} size={22} color={PALETTE.quiet}>next token</Words>
      <Words x={COLUMNS.probability} y={156} size={22} color={PALETTE.quiet} anchor="end">probability</Words>
      {steps.map(({ context, token, probability }, index) => {
        const y = 206 + index * ROW;
        return (
          <g key={index}>
            <path d={`M${BODY.left} ${y - 36}H${BODY.right}`} stroke={PALETTE.line} stroke-width="2" />
            <Mono x={COLUMNS.context} y={y} size={SIZE}>
              {cutStart(context, monoFits(COLUMNS.token - COLUMNS.context - 24, SIZE))}
            </Mono>
            <Mono x={COLUMNS.token} y={y} size={SIZE} color={PALETTE.accent}>
              {cutEnd(token, monoFits(270, SIZE))}
            </Mono>
            <Mono x={COLUMNS.probability} y={y} size={SIZE} anchor="end">
              {formatProbability(probability)}
            </Mono>
          </g>
        );
      })}
      <path d={`M${BODY.left} ${end - 36}H${BODY.right}`} stroke={PALETTE.edge} stroke-width="2" />
      <Mono x={COLUMNS.context} y={end + 4} size={SIZE}>{cutStart(text, monoFits(BODY.width, SIZE))}</Mono>
    </g>
  );
}
