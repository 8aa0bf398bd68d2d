import type { StopReason } from "@/lib/lm/generation/generation.ts";
import type { LoopReport, LoopStep } from "@/lib/lm/generation/loop.ts";
import { type TableModel, tableTokens } from "@/lib/lm/generation/table_model.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatFigure } from "@/lib/ui/format.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

interface LoopStepsProps {
  readonly report: LoopReport;
  /** What was looked up: its tokens are the vocabulary. */
  readonly table: TableModel;
}

interface Stop {
  /** The reason as every generation of the site names it. */
  readonly reason: StopReason;
  readonly text: string;
}

const STOPS: Readonly<Record<LoopReport["stoppedBy"], Stop>> = {
  end: { reason: "end", text: "The end token came: the loop stops, and the token is not part of the text." },
  limit: { reason: "limit", text: "The limit of steps is reached." },
  unknown_context: {
    reason: "context",
    text: "The table has no row for this text: there is nothing to look up.",
  },
};

/** Why the loop stopped; null before the first step, where nothing has. */
function stopOf({ steps, stoppedBy }: LoopReport): Stop | null {
  return steps.length === 0 && stoppedBy === "limit" ? null : STOPS[stoppedBy];
}

/** The loop, turn by turn: look up, pick, append. */
export function LoopSteps({ report, table }: LoopStepsProps) {
  const { steps } = report;
  const stop = stopOf(report);
  const ids = tableTokens(table);
  return (
    <>
      <ol class="drawn" aria-label="Generated tokens" data-stop={stop?.reason}>
        {steps.map(({ token, probability }, index) => (
          <li key={index} data-id={ids.get(token)} data-token={token} data-probability={probability}>
            <LabelChip text={token} id={index} />
          </li>
        ))}
      </ol>
      <p class="small" role="status">{stop?.text ?? ""}</p>
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
