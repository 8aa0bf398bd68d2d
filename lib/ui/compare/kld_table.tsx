import { formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";

/** A mean with its standard error. */
interface Estimate {
  readonly mean: number;
  readonly error: number;
}

/** The figures of llama.cpp's `--kl-divergence`. */
export interface KldFigures {
  readonly positions: number;
  readonly meanKld: Estimate;
  readonly medianKld: number;
  readonly kld90: number;
  readonly kld95: number;
  readonly kld99: number;
  readonly maxKld: number;
  readonly lnPplRatio: Estimate;
  readonly meanDeltaP: Estimate;
  readonly rmsDeltaP: Estimate;
  readonly sameTopP: Estimate;
}

interface Row {
  readonly name: string;
  readonly value: string;
  readonly exact: number;
}

/** What llama.cpp prints of two formats, under its names. */
export function KldTable({ figures }: { readonly figures: KldFigures }) {
  const plain = (name: string, exact: number): Row => ({ name, exact, value: formatFigure(exact, 6) });
  const nats = (name: string, { mean, error }: Estimate): Row => ({
    name,
    exact: mean,
    value: `${formatFigure(mean, 6)} ± ${formatFigure(error, 6)}`,
  });
  const share = (name: string, { mean, error }: Estimate): Row => ({
    name,
    exact: mean,
    value: `${mean < 0 ? "−" : ""}${formatProbability(Math.abs(mean))} ± ${formatProbability(error)}`,
  });
  const rows: readonly Row[] = [
    nats("Mean KLD", figures.meanKld),
    plain("Median KLD", figures.medianKld),
    plain("90.0 % KLD", figures.kld90),
    plain("95.0 % KLD", figures.kld95),
    plain("99.0 % KLD", figures.kld99),
    plain("Maximum KLD", figures.maxKld),
    nats("ln PPL(Q) / PPL(base)", figures.lnPplRatio),
    share("Mean Δp", figures.meanDeltaP),
    share("RMS Δp", figures.rmsDeltaP),
    share("Same top p", figures.sameTopP),
  ];
  return (
    <DataTable<Row>
      caption={`The second from the first over ${figures.positions} positions, as llama.cpp prints it`}
      rows={rows}
      rowKey={({ name }) => name}
      columns={[
        { key: "name", label: "Figure", cell: ({ name }) => name },
        {
          key: "value",
          label: "Value",
          numeric: true,
          cell: ({ value }) => value,
          exact: ({ exact }) => String(exact),
        },
      ]}
    />
  );
}
