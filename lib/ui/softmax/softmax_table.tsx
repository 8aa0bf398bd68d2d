import { formatCount, formatFigure } from "@/lib/ui/format.ts";
import { NumberInput } from "@/lib/ui/form/number_input.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { Term } from "@/lib/ui/page/term.tsx";

/** A token of the table. */
export interface SoftmaxTableRow {
  readonly id: number;
  readonly label: string;
  readonly logit: number;
  readonly probability: number;
  readonly logProbability: number;
  readonly plain: number;
  readonly shaped: number;
  readonly rank: number;
}

/** Props of {@linkcode SoftmaxTable}. */
export interface SoftmaxTableProps {
  readonly rows: readonly SoftmaxTableRow[];
  readonly other: { readonly count: number; readonly probability: number; readonly shaped: number } | null;
  /** Completes the caption. */
  readonly context: string;
  /** Whether the constant or the temperature move anything: then the plain softmax is marked. */
  readonly moved: boolean;
  readonly onLogit?: (id: number, logit: number) => void;
  readonly onRemove?: (id: number) => void;
}

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">
          <Term name="token">Token</Term>
        </th>
        <th scope="col" class="num c-id">Id</th>
        <th scope="col" class="num">
          <Term name="logit">Logit</Term>
        </th>
        <th scope="col" class="bar-cell">
          <span class="vh">Bar</span>
        </th>
        <th scope="col" class="num">
          <Term name="probability">Probability</Term>
        </th>
        <th scope="col" class="num c-log">
          <Term name="log-probability">Log-probability</Term>
        </th>
        <th scope="col" class="num c-shaped">Sampled</th>
        <th scope="col" class="num c-rank">
          <Term name="rank">Rank</Term>
        </th>
        <th scope="col" class="needs-js">
          <span class="vh">Remove</span>
        </th>
      </tr>
    </thead>
  );
}

function Row({ row, table }: { readonly row: SoftmaxTableRow; readonly table: SoftmaxTableProps }) {
  const { id, label, logit, probability, logProbability, plain, shaped, rank } = row;
  const change = (value: number) => {
    if (Number.isFinite(value)) table.onLogit?.(id, value);
  };
  return (
    <tr data-id={id} data-probability={probability} data-shaped-probability={shaped} data-logit={logit}>
      <th scope="row">
        <LabelChip text={label} id={id} />
      </th>
      <td class="num c-id">{id}</td>
      <td class="num">
        <NumberInput
          class="num needs-js"
          aria-label={`Logit of ${label}`}
          step="any"
          value={logit}
          onNumber={change}
        />
        <span class="no-script">{logit}</span>
      </td>
      <td class="bar-cell">
        <ProbabilityBar value={probability} mark={table.moved ? plain : null} />
      </td>
      <td class="num" title={String(probability)}>{formatFigure(probability, 3)}</td>
      <td class="num c-log" title={`${logProbability} nats`}>{formatFigure(logProbability, 3)}</td>
      <td class="num c-shaped" title={String(shaped)}>{formatFigure(shaped, 3)}</td>
      <td class="num c-rank">{rank}</td>
      <td class="needs-js">
        <button
          type="button"
          class="plain icon"
          aria-label={`Remove ${label}`}
          disabled={table.rows.length < 2}
          onClick={() => table.onRemove?.(id)}
        >
          ✕
        </button>
      </td>
    </tr>
  );
}

/** The distribution, one token a row: its logit to edit, its probability as a bar and as a figure. */
export function SoftmaxTable(table: SoftmaxTableProps) {
  const { rows, other, context } = table;
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Next-token distribution, table">
      <table class="figures softmax">
        <caption>Next-token distribution: {context}</caption>
        <Head />
        <tbody>
          {rows.map((row) => <Row key={row.id} row={row} table={table} />)}
          {other && (
            <tr class="other" data-probability={other.probability}>
              <th scope="row" colSpan={4}>the other {formatCount(other.count)} tokens</th>
              <td class="num" title={String(other.probability)}>{formatFigure(other.probability, 3)}</td>
              <td class="c-log" />
              <td class="num c-shaped" data-value={other.shaped}>{formatFigure(other.shaped, 3)}</td>
              <td class="c-rank" />
              <td class="needs-js" />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
