import { formatProbability } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** A next token on two sides; null where a side has no such token. */
interface ComparedRow {
  readonly id: number;
  readonly bytes: ArrayLike<number>;
  readonly first: number | null;
  readonly second: number | null;
}

interface ComparedTableProps {
  readonly rows: readonly ComparedRow[];
  /** What each side is called. */
  readonly names: readonly [first: string, second: string];
}

/** Next tokens with their probability on both sides, and what lies between. */
export function ComparedTable({ rows, names }: ComparedTableProps) {
  const side = (name: string, key: "first" | "second") => ({
    key,
    label: name,
    numeric: true,
    cell: (row: ComparedRow) => row[key] === null ? "no such token" : formatProbability(row[key]),
    exact: (row: ComparedRow) => String(row[key]),
  });
  return (
    <DataTable<ComparedRow>
      caption="Next token on both sides"
      quietCaption
      rows={rows}
      rowKey={({ id }, index) => `${id}-${index}`}
      rowAttributes={({ id, first, second }) => ({
        "data-id": id,
        "data-first": first ?? "",
        "data-second": second ?? "",
      })}
      columns={[
        { key: "token", label: "Token", cell: ({ id, bytes }) => <TokenChip token={{ id, bytes }} /> },
        {
          key: "bars",
          label: "First over second",
          cell: ({ first, second }) => (
            <span class="twin-bars">
              <ProbabilityBar value={first ?? 0} />
              <ProbabilityBar value={0} behind={second ?? 0} />
            </span>
          ),
        },
        side(names[0], "first"),
        side(names[1], "second"),
        {
          key: "difference",
          label: "Difference",
          numeric: true,
          exact: ({ first, second }) => first === null || second === null ? "" : String(second - first),
          cell: ({ first, second }) => first === null || second === null ? "" : signed(second - first),
        },
      ]}
    />
  );
}

function signed(difference: number): string {
  return `${difference < 0 ? "−" : "+"}${formatProbability(Math.abs(difference))}`;
}
