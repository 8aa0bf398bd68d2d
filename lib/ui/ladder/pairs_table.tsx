import { formatCount, formatMagnitude, formatProbability } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** A next token under counts and under a network. */
interface PairsRow {
  readonly id: number;
  readonly bytes: ArrayLike<number>;
  /** How often it follows the last token, and the last four. */
  readonly afterLast: number;
  readonly afterContext: number;
  /** Null where the context was never seen. */
  readonly counted: number | null;
  readonly smoothed: number;
  readonly generalized: number;
}

/** Zero, smoothed, generalized and seen, in one view. */
export function PairsTable({ rows }: { readonly rows: readonly PairsRow[] }) {
  return (
    <DataTable<PairsRow>
      caption="What may come next: seen, zero, smoothed, generalized"
      quietCaption
      rows={rows}
      rowKey={({ id }) => id}
      rowAttributes={({ id, afterContext, counted, smoothed, generalized }) => ({
        "data-id": id,
        "data-count": afterContext,
        "data-counted": counted ?? "",
        "data-smoothed": smoothed,
        "data-generalized": generalized,
      })}
      columns={[
        { key: "token", label: "Next", cell: ({ id, bytes }) => <TokenChip token={{ id, bytes }} /> },
        count("last", "Seen after the last token", ({ afterLast }) => afterLast),
        count("context", "After all four", ({ afterContext }) => afterContext),
        {
          key: "counted",
          label: "Counts alone",
          numeric: true,
          cell: ({ counted }) =>
            counted === null ? "no row" : counted === 0 ? "zero" : formatProbability(counted),
          exact: ({ counted }) => String(counted),
        },
        share("smoothed", "Smoothed", ({ smoothed }) => smoothed),
        share("generalized", "Generalized", ({ generalized }) => generalized),
      ]}
    />
  );
}

function count(key: string, label: string, value: (row: PairsRow) => number) {
  return {
    key,
    label,
    numeric: true,
    cell: (row: PairsRow) => value(row) === 0 ? "never" : formatCount(value(row)),
  };
}

function share(key: string, label: string, value: (row: PairsRow) => number) {
  return {
    key,
    label,
    numeric: true,
    cell: (row: PairsRow) => value(row) < 1e-4 ? formatMagnitude(value(row)) : formatProbability(value(row)),
    exact: (row: PairsRow) => String(value(row)),
  };
}
