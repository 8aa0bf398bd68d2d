import { NumberInput } from "@/lib/ui/form/number_input.tsx";
import { formatFigure } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

/** A token in numbers. */
interface NumbersRow {
  readonly id: number;
  readonly label: string;
  readonly logit: number;
  readonly probability: number;
  readonly logProbability: number;
  readonly shaped: number;
  readonly rank: number;
}

interface NumbersTableProps {
  readonly rows: readonly NumbersRow[];
  readonly onLogit?: (id: number, logit: number) => void;
  readonly onRemove?: (id: number) => void;
}

/** The same tokens in numbers, each logit to type and each token to take away. */
export function NumbersTable({ rows, onLogit, onRemove }: NumbersTableProps) {
  return (
    <DataTable
      caption="The same in numbers"
      quietCaption
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { key: "token", label: "Token", cell: ({ label, id }) => <LabelChip text={label} id={id} /> },
        { key: "id", label: "Id", numeric: true, cell: ({ id }) => id },
        {
          key: "logit",
          label: "Logit",
          numeric: true,
          value: ({ logit }) => logit,
          cell: ({ id, label, logit }) => (
            <>
              <NumberInput
                class="num needs-js"
                aria-label={`Logit of ${label}, as a number`}
                step="any"
                value={logit}
                onNumber={(value) => Number.isFinite(value) && onLogit?.(id, value)}
              />
              <span class="no-script">{logit}</span>
            </>
          ),
        },
        {
          key: "probability",
          label: "Probability",
          numeric: true,
          cell: ({ probability }) => formatFigure(probability, 3),
          value: ({ probability }) => probability,
        },
        {
          key: "log",
          label: "Log-probability",
          unit: "nats",
          numeric: true,
          cell: ({ logProbability }) => formatFigure(logProbability, 3),
          value: ({ logProbability }) => logProbability,
        },
        {
          key: "sampled",
          label: "Sampled",
          numeric: true,
          cell: ({ shaped }) => formatFigure(shaped, 3),
          value: ({ shaped }) => shaped,
        },
        { key: "rank", label: "Rank", numeric: true, cell: ({ rank }) => rank },
        {
          key: "remove",
          label: <span class="vh">Remove</span>,
          cell: ({ id, label }) => (
            <button
              type="button"
              class="plain icon needs-js"
              aria-label={`Remove ${label}`}
              disabled={rows.length < 2}
              onClick={() => onRemove?.(id)}
            >
              ✕
            </button>
          ),
        },
      ]}
    />
  );
}
