import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatCount, formatFigure } from "@/lib/ui/format.ts";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { Term } from "@/lib/ui/page/term.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** One position. */
export interface LossTableRow {
  readonly position: number;
  readonly token: { readonly id: number; readonly bytes: ArrayLike<number> } | null;
  readonly probability: number;
  readonly lossNats: number;
}

/** Props of {@linkcode LossTable}. */
export interface LossTableProps {
  readonly positions: readonly LossTableRow[];
  readonly meanNats: number;
}

const MOST_ROWS = 200;

/** The loss at each position: a bar of surprise, the line is the mean. */
export function LossTable({ positions, meanNats }: LossTableProps) {
  const rows = positions.slice(0, MOST_ROWS);
  const finite = rows.map(({ lossNats }) => lossNats).filter(Number.isFinite);
  const max = Math.max(...finite, Number.MIN_VALUE);
  const hidden = positions.length - rows.length;
  return (
    <div class="loss-positions">
      <DataTable<LossTableRow>
        caption="Loss at each position; the line is the mean"
        rows={rows}
        rowKey={({ position }) => position}
        rowAttributes={({ probability, lossNats, token }) => ({
          "data-probability": probability,
          "data-loss": lossNats,
          ...(token && { "data-id": token.id }),
        })}
        columns={[
          {
            key: "token",
            label: "True token",
            cell: ({ token, position }) => token ? <TokenChip token={token} /> : `position ${position}`,
          },
          {
            key: "probability",
            label: <Term name="probability">Probability</Term>,
            numeric: true,
            cell: ({ probability }) => formatFigure(probability, 3),
            exact: ({ probability }) => String(probability),
          },
          {
            key: "bar",
            label: <span class="vh">Bar</span>,
            cell: ({ lossNats }) => (
              <span class="loss-bar">
                <ProbabilityBar
                  value={Math.min(lossNats, max)}
                  max={max}
                  mark={Number.isFinite(meanNats) ? meanNats : null}
                />
              </span>
            ),
          },
          {
            key: "nats",
            label: <Term name="loss">Loss</Term>,
            unit: "nats",
            numeric: true,
            cell: ({ lossNats }) => formatFigure(lossNats, 4),
            value: ({ lossNats }) => lossNats,
            exact: ({ probability, lossNats }) => `−ln ${probability} = ${lossNats}`,
          },
          {
            key: "bits",
            label: "Loss",
            unit: "bits",
            numeric: true,
            cell: ({ lossNats }) => formatFigure(lossNats / Math.LN2, 4),
            exact: ({ lossNats }) => String(lossNats / Math.LN2),
          },
        ]}
      />
      {hidden > 0 && <p class="quiet small">and {formatCount(hidden)} more positions</p>}
    </div>
  );
}
