import type { LossReport } from "@/lib/lm/loss/loss.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatCount, formatFigure, formatMagnitude } from "@/lib/ui/format.ts";
import { Term } from "@/lib/ui/page/term.tsx";

/** A loss spread over one kind of unit. */
interface UnitRow {
  readonly unit: string;
  readonly count: number;
  readonly nats: number;
  readonly bits: number;
  readonly perplexity: number;
}

interface LossSummaryProps {
  readonly report: LossReport;
  readonly units: readonly UnitRow[];
}

/** The sequence as a whole. */
export function LossSummary({ report, units }: LossSummaryProps) {
  const { meanNats, perplexity, sequenceProbability, sequenceLogProbability, geometricMean } = report;
  return (
    <>
      <p
        class="headline"
        data-mean-nats={meanNats}
        data-mean-bits={report.meanBits}
        data-perplexity={perplexity}
        data-sequence-probability={sequenceProbability}
        data-sequence-log-probability={sequenceLogProbability}
        data-geometric-mean={geometricMean}
      >
        <span title={String(meanNats)}>
          mean <Term name="loss" /> <b class="num">{plain(meanNats)} nats</b>
        </span>
        <span title={String(perplexity)}>
          <Term name="perplexity" /> <b class="num">{beyond(perplexity, meanNats)}</b>
        </span>
      </p>
      <UnitTable units={units} />
      <Whole report={report} />
    </>
  );
}

/** Four decimals, fewer digits where a figure is huge. */
function plain(value: number): string {
  return value < 1e6 || value === Infinity ? formatFigure(value, 4) : formatMagnitude(value);
}

/** A perplexity; where a double cannot hold it, the power that it is. */
function beyond(perplexity: number, nats: number): string {
  return perplexity === Infinity && nats < Infinity ? `e^${formatFigure(nats, 1)}` : plain(perplexity);
}

function UnitTable({ units }: { readonly units: readonly UnitRow[] }) {
  return (
    <DataTable<UnitRow>
      caption="The same loss spread over tokens, words and bytes"
      quietCaption
      rows={units}
      rowKey={({ unit }) => unit}
      rowAttributes={({ unit, bits }) => ({ "data-unit": unit, "data-bits": bits })}
      columns={[
        { key: "unit", label: "Per", cell: ({ unit, count }) => `${unit} (${formatCount(count)})` },
        ...(["nats", "bits", "perplexity"] as const).map((key) => ({
          key,
          label: key,
          numeric: true,
          cell: (row: UnitRow) => key === "perplexity" ? beyond(row[key], row.nats) : plain(row[key]),
          exact: (row: UnitRow) => String(row[key]),
        })),
      ]}
    />
  );
}

/** The chain rule: the whole as a product, and as a sum where the product is too small. */
function Whole({ report }: { readonly report: LossReport }) {
  const { sequenceProbability, sequenceLogProbability, geometricMean, probabilities } = report;
  return (
    <dl class="facts">
      <dt>
        Sequence probability (<Term name="chain rule" />)
      </dt>
      <dd class="num" title={String(sequenceProbability)}>
        {product(probabilities)} = {sequenceProbability === 0 && sequenceLogProbability > -Infinity
          ? `too small for a double: e^${formatFigure(sequenceLogProbability, 1)}`
          : significant(sequenceProbability)}
      </dd>
      <dt>Its logarithm</dt>
      <dd class="num" title={String(sequenceLogProbability)}>
        {formatFigure(sequenceLogProbability, 4)} nats
      </dd>
      <dt>Geometric mean of the probabilities</dt>
      <dd class="num" title={String(geometricMean)}>
        {geometricMean > 0
          ? `${significant(geometricMean)}, and 1 / ${significant(geometricMean)} is the perplexity`
          : "too small for a double"}
      </dd>
    </dl>
  );
}

const MAX_FACTORS = 6;

function product(probabilities: readonly number[]): string {
  const shown = probabilities.slice(0, MAX_FACTORS).map(significant);
  return (probabilities.length > MAX_FACTORS ? [...shown, "…"] : shown).join(" · ");
}

/** Four significant digits, fewer where fewer say it all. */
function significant(value: number): string {
  const text = Number(value.toPrecision(4));
  return text !== 0 && text < 1e-4 ? formatMagnitude(text) : String(text);
}
