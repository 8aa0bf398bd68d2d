import { formatCount, formatFigure } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";

/** A word's figures under one model. */
interface StudyFigures {
  readonly bits: number | null;
  readonly corrected: number | null;
}

/** A word of a study. */
export interface StudyRow {
  readonly item: number;
  readonly position: number;
  readonly word: string;
  readonly region: number | null;
  /** By model. */
  readonly figures: readonly StudyFigures[];
}

/** Which of a word's figures are shown. */
export type StudySpace = "both" | "summed" | "corrected";

interface StudyTableProps {
  readonly rows: readonly StudyRow[];
  /** Words of all sentences. */
  readonly total: number;
  /** Names of the models. */
  readonly models: readonly string[];
  readonly space: StudySpace;
}

/** Words of sentences with the bits of each model, as summed and with the space in front corrected. */
export function StudyTable({ rows, total, models, space }: StudyTableProps) {
  const part = rows.length < total ? `, ${formatCount(rows.length)} of ${formatCount(total)}` : "";
  return (
    <DataTable<StudyRow>
      caption={`Words of the study${part}`}
      rows={rows}
      rowKey={({ item, position }) => `${item} ${position}`}
      columns={[
        { key: "word", label: "Word", cell: ({ word }) => <span dir="auto">{word}</span> },
        { key: "item", label: "Sentence", numeric: true, cell: ({ item }) => formatCount(item) },
        { key: "region", label: "Region", numeric: true, cell: ({ region }) => region ?? "" },
        ...models.flatMap((name, model) => [
          ...space === "corrected"
            ? []
            : [figure(`bits-${model}`, name, ({ figures }) => figures[model]!.bits)],
          ...space === "summed" ? [] : [
            figure(
              `corrected-${model}`,
              space === "both" ? "corrected" : `${name}, corrected`,
              ({ figures }) => figures[model]!.corrected,
            ),
          ],
        ]),
      ]}
    />
  );
}

function figure(key: string, label: string, bits: (row: StudyRow) => number | null) {
  return {
    key,
    label,
    unit: "bits",
    numeric: true,
    cell: (row: StudyRow) => bits(row) === null ? "none" : formatFigure(bits(row)!, 3),
    exact: (row: StudyRow) => String(bits(row)),
  };
}
