import type { Axis } from "@/lib/ui/plot/axis.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { titleOf } from "@/lib/ui/plot/plot_axes.tsx";

interface TwinTableProps {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly {
    readonly label: string;
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
}

/** The figures of a plot's lines, one click away. */
export function TwinTable({ title, x, y, series }: TwinTableProps) {
  // A gap in a line is no figure.
  const rows = series.flatMap(({ label, points }) =>
    points.filter(([, py]) => !Number.isNaN(py)).map(([px, py]) => ({ label, px, py }))
  );
  return (
    <details class="more">
      <summary>Table</summary>
      <DataTable
        caption={title}
        quietCaption
        rows={rows}
        columns={[
          { key: "series", label: "Line", cell: (row) => row.label },
          { key: "x", label: titleOf(x), numeric: true, cell: ({ px }) => String(px), value: ({ px }) => px },
          { key: "y", label: titleOf(y), numeric: true, cell: ({ py }) => String(py), value: ({ py }) => py },
        ]}
      />
    </details>
  );
}
