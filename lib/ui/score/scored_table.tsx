import { formatCount, formatFigure, formatMagnitude } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** A token of the table. */
interface ScoredRow {
  /** From 1. */
  readonly position: number;
  readonly id: number;
  readonly bytes: ArrayLike<number>;
  /** In nats; null where it is not scored. */
  readonly logProbability: number | null;
  readonly rank: number | null;
  readonly bitsSoFar: number;
}

interface ScoredTableProps {
  readonly rows: readonly ScoredRow[];
  /** Tokens of the whole text. */
  readonly total: number;
}

/** Each token with its log-probability, and the chain rule as a running sum. */
export function ScoredTable({ rows, total }: ScoredTableProps) {
  const part = rows.length < total ? `, ${formatCount(rows.length)} of ${formatCount(total)}` : "";
  return (
    <DataTable<ScoredRow>
      caption={`Scored tokens${part}`}
      rows={rows}
      rowKey={({ position }) => position}
      rowAttributes={({ id, logProbability }) => ({
        "data-id": id,
        "data-log-probability": logProbability ?? "",
      })}
      columns={[
        { key: "position", label: "Position", numeric: true, cell: ({ position }) => formatCount(position) },
        { key: "token", label: "Token", cell: ({ id, bytes }) => <TokenChip token={{ id, bytes }} /> },
        {
          key: "log",
          label: "Log-probability",
          unit: "nats",
          numeric: true,
          cell: ({ logProbability }) =>
            logProbability === null ? "not scored" : formatFigure(logProbability, 4),
          exact: ({ logProbability }) => String(logProbability),
        },
        {
          key: "probability",
          label: "Probability",
          numeric: true,
          exact: ({ logProbability }) => logProbability === null ? "" : String(Math.exp(logProbability)),
          cell: ({ logProbability }) =>
            logProbability === null ? "" : formatMagnitude(Math.exp(logProbability)),
        },
        {
          key: "rank",
          label: "Rank",
          numeric: true,
          cell: ({ rank }) => rank === null ? "" : formatCount(rank),
        },
        {
          key: "sum",
          label: "So far",
          unit: "bits",
          numeric: true,
          cell: ({ bitsSoFar }) => formatFigure(bitsSoFar, 2),
          exact: ({ bitsSoFar }) => String(bitsSoFar),
        },
      ]}
    />
  );
}
