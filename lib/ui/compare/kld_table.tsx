import type { Estimate, KldStatistics } from "@/lib/lm/distribution/kld_statistics.ts";
import { formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";

interface Row {
  readonly name: string;
  readonly value: string;
  readonly exact: number;
}

/** What llama.cpp prints of two formats, under its names. */
export function KldTable({ figures }: { readonly figures: KldStatistics }) {
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
      caption={`The second from the first over ${figures.positions} positions, as llama.cpp prints it: KLD and ln PPL in nats`}
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
