import { formatCount, formatFigure, formatMagnitude } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatMoved } from "@/lib/ui/score/format_perplexity.ts";

/** A convention and what it gives. */
interface ConventionRow {
  readonly label: string;
  readonly tokensScored: number | null;
  readonly perplexity: number | null;
  readonly bitsPerByte: number | null;
  readonly isCurrent: boolean;
  readonly href: string;
  readonly onChoose?: () => void;
}

interface ConventionsTableProps {
  readonly rows: readonly ConventionRow[];
  /** The perplexity per token that the others are held against. */
  readonly perplexity: number | null;
}

/** The same text under each convention, and how far each choice moves the perplexity. */
export function ConventionsTable({ rows, perplexity }: ConventionsTableProps) {
  return (
    <DataTable<ConventionRow>
      caption="The same text under other conventions"
      quietCaption
      rows={rows}
      rowKey={({ label }) => label}
      columns={[
        {
          key: "label",
          label: "Convention",
          cell: ({ label, isCurrent, href, onChoose }) =>
            isCurrent
              ? <b>{label}</b>
              : (
                <a href={href} onClick={(event) => onChoose && (event.preventDefault(), onChoose())}>
                  {label}
                </a>
              ),
        },
        {
          key: "tokens",
          label: "Scored",
          numeric: true,
          cell: (row) => row.tokensScored === null ? "none" : formatCount(row.tokensScored),
        },
        {
          key: "perplexity",
          label: "Perplexity per token",
          numeric: true,
          cell: (row) => row.perplexity === null ? "too short" : magnitude(row.perplexity),
          exact: (row) => String(row.perplexity),
        },
        {
          key: "moved",
          label: "Moved by",
          numeric: true,
          exact: (row) =>
            String(row.perplexity === null || perplexity === null ? null : row.perplexity / perplexity - 1),
          cell: (row) => formatMoved(row.perplexity, perplexity),
        },
        {
          key: "bytes",
          label: "Bits a byte",
          numeric: true,
          exact: (row) => String(row.bitsPerByte),
          cell: (row) => row.bitsPerByte === null ? "" : formatFigure(row.bitsPerByte, 3),
        },
      ]}
    />
  );
}

function magnitude(value: number): string {
  return value < 1e6 ? formatFigure(value, 3) : formatMagnitude(value);
}
