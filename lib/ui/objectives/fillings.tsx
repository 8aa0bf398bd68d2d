import { formatProbability } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** A token that a model puts into a place. */
interface FillingRow {
  readonly id: number;
  readonly bytes: ArrayLike<number>;
  readonly probability: number;
}

/** What one model puts into a place. */
export function Fillings(
  { caption, rows }: { readonly caption: string; readonly rows: readonly FillingRow[] },
) {
  return (
    <DataTable<FillingRow>
      caption={caption}
      rows={rows}
      rowKey={({ id }) => id}
      rowAttributes={({ id, probability }) => ({ "data-id": id, "data-probability": probability })}
      columns={[
        { key: "token", label: "Token", cell: ({ id, bytes }) => <TokenChip token={{ id, bytes }} /> },
        { key: "bar", label: "", cell: ({ probability }) => <ProbabilityBar value={probability} /> },
        {
          key: "probability",
          label: "Probability",
          numeric: true,
          cell: ({ probability }) => formatProbability(probability),
          exact: ({ probability }) => String(probability),
        },
      ]}
    />
  );
}
