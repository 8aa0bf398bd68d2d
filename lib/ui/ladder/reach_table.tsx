import { formatFigure, formatPlural } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";

/** A rung with how far each change moves it. */
export interface ReachRow {
  readonly title: string;
  /** Tokens of context; null for as many as fit. */
  readonly looksBack: number | null;
  /** Bits of Jensen-Shannon, 0 to 1, by probe. */
  readonly moves: readonly number[];
}

/** Which rungs notice a change further back: a rung that cannot see it does not move at all. */
export function ReachTable(
  { caption, bars = true, rows, probes }: {
    readonly caption: string;
    /** Default true; many columns have no room for them. */
    readonly bars?: boolean;
    readonly rows: readonly ReachRow[];
    readonly probes: readonly string[];
  },
) {
  return (
    <DataTable<ReachRow>
      caption={caption}
      rows={rows}
      rowKey={({ title }) => title}
      columns={[
        { key: "rung", label: "Rung", cell: ({ title }) => title },
        {
          key: "back",
          label: "Sees",
          cell: ({ looksBack }) =>
            looksBack === null
              ? "all that fits"
              : looksBack === 0
              ? "nothing"
              : formatPlural(looksBack, "token"),
        },
        ...probes.map((name, index) => ({
          key: name,
          label: name,
          numeric: true,
          cell: ({ moves }: ReachRow) => (
            <span class={bars ? "bar-and-figure" : undefined}>
              {bars && <ProbabilityBar value={moves[index]!} />} {formatFigure(moves[index]!, 3)}
            </span>
          ),
          exact: ({ moves }: ReachRow) => String(moves[index]),
        })),
      ]}
    />
  );
}
