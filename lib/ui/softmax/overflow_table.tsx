import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatFigure, formatMagnitude } from "@/lib/ui/format.ts";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

/** A token's exponentials. */
interface OverflowRow {
  readonly id: number;
  readonly label: string;
  readonly probability: number;
  /** exp(z / T). */
  readonly exponential: number;
  /** exp(z / T - max). */
  readonly stable: number;
}

interface OverflowTableProps {
  readonly rows: readonly OverflowRow[];
  /** Σ exp(z). */
  readonly naiveSum: number;
  /** Σ exp(z - max). */
  readonly stableSum: number;
  /** What the logits are divided by first; 0 divides by nothing. */
  readonly temperature: number;
}

/** The exponent as the heads write it. */
function exponentOf(temperature: number): string {
  return temperature === 0 || temperature === 1 ? "z" : "z / T";
}

function verdict({ naiveSum }: OverflowTableProps): string {
  if (naiveSum === Infinity) {
    return "Without subtracting, an exponential is too large for a double (above e^709): the sum is ∞ and ∞ / ∞ is not a number.";
  }
  if (naiveSum === 0) {
    return "Without subtracting, every exponential is too small for a double: the sum is 0 and 0 / 0 is not a number.";
  }
  return "Both ways give the same here. Add 1,000 to every logit, and only one of them still does.";
}

/** The same softmax with and without subtracting the maximum first. */
export function OverflowTable(props: OverflowTableProps) {
  const { rows, naiveSum, stableSum, temperature } = props;
  const exponent = exponentOf(temperature);
  return (
    <>
      <DataTable
        caption="Exponentials with and without subtracting the maximum"
        quietCaption
        rows={rows}
        rowKey={({ id }) => id}
        rowAttributes={({ exponential }) => ({ "data-naive": exponential / naiveSum })}
        columns={[
          { key: "token", label: "Token", cell: ({ label, id }) => <LabelChip text={label} id={id} /> },
          {
            key: "exponential",
            label: `exp(${exponent})`,
            numeric: true,
            cell: ({ exponential }) => formatMagnitude(exponential),
            value: ({ exponential }) => exponential,
          },
          {
            key: "naive",
            label: `exp(${exponent}) divided by their sum`,
            numeric: true,
            cell: ({ exponential }) => formatFigure(exponential / naiveSum, 3),
            value: ({ exponential }) => exponential / naiveSum,
          },
          {
            key: "stable",
            label: `exp(${exponent} − max)`,
            numeric: true,
            cell: ({ stable }) => formatMagnitude(stable),
            value: ({ stable }) => stable,
          },
          {
            key: "probability",
            label: `exp(${exponent} − max) divided by their sum`,
            numeric: true,
            cell: ({ probability }) => formatFigure(probability, 3),
            value: ({ probability }) => probability,
          },
        ]}
      />
      <p class="small">
        Sums: {formatMagnitude(naiveSum)} and {formatMagnitude(stableSum)}. {verdict(props)}
      </p>
    </>
  );
}
