import type { LoopReport, LoopStep } from "@/lib/lm/generation/loop.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatFigure } from "@/lib/ui/format.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

interface LoopStepsProps {
  readonly report: LoopReport;
}

const STOPS: Readonly<Record<LoopReport["stoppedBy"], string>> = {
  end: "The end token came: the loop stops, and the token is not part of the text.",
  limit: "The limit of steps is reached.",
  unknown_context: "The table has no row for this text: there is nothing to look up.",
};

/** The loop, turn by turn: look up, pick, append. */
export function LoopSteps({ report }: LoopStepsProps) {
  const { steps, stoppedBy } = report;
  return (
    <>
      <ol class="drawn" aria-label="Generated tokens" data-stop={stoppedBy}>
        {steps.map(({ token, probability }, index) => (
          <li key={index} data-token={token} data-probability={probability}>
            <LabelChip text={token} id={index} />
          </li>
        ))}
      </ol>
      <p class="small" role="status">{steps.length === 0 && stoppedBy === "limit" ? "" : STOPS[stoppedBy]}</p>
      {steps.length > 0 && (
        <Fold summary="The turns in figures">
          <DataTable<LoopStep>
            caption="Steps of the loop"
            quietCaption
            rows={steps}
            rowAttributes={({ token, probability }) => ({
              "data-token": token,
              "data-probability": probability,
            })}
            columns={[
              { key: "context", label: "Text so far", cell: ({ context }) => context },
              {
                key: "distribution",
                label: "Distribution",
                cell: ({ distribution }) =>
                  [...distribution].map(([token, p]) => `${token} ${formatFigure(p, 2)}`).join(", "),
              },
              { key: "token", label: "Picked", cell: ({ token }) => <LabelChip text={token} /> },
              {
                key: "probability",
                label: "Probability",
                numeric: true,
                cell: ({ probability }) => formatFigure(probability, 3),
                exact: ({ probability }) => String(probability),
              },
            ]}
          />
        </Fold>
      )}
    </>
  );
}
