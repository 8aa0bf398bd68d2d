import { formatCount, formatFigure } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";

/** A word with its surprisal. */
interface WordRow {
  readonly word: string;
  readonly position: number;
  readonly tokens: number;
  readonly bits: number | null;
}

/** Surprisal by word, as studies of reading take it. */
export function WordsTable({ words, total }: { readonly words: readonly WordRow[]; readonly total: number }) {
  const part = words.length < total ? `, ${formatCount(words.length)} of ${formatCount(total)}` : "";
  return (
    <DataTable<WordRow>
      caption={`Surprisal by word${part}`}
      rows={words}
      rowKey={({ position }) => position}
      columns={[
        { key: "word", label: "Word", cell: ({ word }) => <span dir="auto">{word}</span> },
        { key: "position", label: "Position", numeric: true, cell: ({ position }) => formatCount(position) },
        { key: "tokens", label: "Tokens", numeric: true, cell: ({ tokens }) => formatCount(tokens) },
        {
          key: "bits",
          label: "Bits",
          numeric: true,
          cell: ({ bits }) => bits === null ? "not scored" : formatFigure(bits, 3),
          exact: ({ bits }) => String(bits),
        },
      ]}
    />
  );
}
