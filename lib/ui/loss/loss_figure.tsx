import { Handle } from "@/lib/ui/form/handle.tsx";
import { formatCount, formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { Term } from "@/lib/ui/page/term.tsx";
import { percent } from "@/lib/ui/plot/percent.ts";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** One position. */
interface LossFigureRow {
  readonly position: number;
  readonly token: { readonly id: number; readonly bytes: ArrayLike<number> } | null;
  readonly probability: number;
  readonly lossNats: number;
}

interface LossFigureProps {
  readonly positions: readonly LossFigureRow[];
  readonly meanNats: number;
  /** Called while a probability is dragged; absent where none can be. */
  readonly onProbability?: ((position: number, probability: number) => void) | undefined;
}

const MAX_ROWS = 200;
/** Rows with a handle: more are read, not dragged. */
const MAX_HANDLES = 60;
const STEP = 0.005;

function nameOf({ position }: LossFigureRow): string {
  return `position ${position + 1}`;
}

function Row(
  { row, figure, max }: {
    readonly row: LossFigureRow;
    readonly figure: LossFigureProps;
    readonly max: number;
  },
) {
  const { position, token, probability, lossNats } = row;
  const { meanNats, onProbability } = figure;
  return (
    <tr role="row" data-probability={probability} data-loss={lossNats} data-id={token?.id}>
      <th role="rowheader" scope="row">{token ? <TokenChip token={token} /> : nameOf(row)}</th>
      <td role="cell" class="loss-handle">
        {onProbability && position < MAX_HANDLES && (
          <span class="needs-js">
            <Handle
              label={`Probability at ${nameOf(row)}`}
              value={probability}
              min={STEP}
              max={1}
              step={STEP}
              valueText={`${formatProbability(probability)}, loss ${formatFigure(lossNats, 3)} nats`}
              onInput={(value) => onProbability(position, Number(value.toFixed(4)))}
            />
          </span>
        )}
        <span class="num">{formatProbability(probability)}</span>
      </td>
      <td role="cell" class="bar-cell">
        <svg class="bar big-bar loss-bar" width="100%" height="36" aria-hidden="true" focusable="false">
          <rect
            class="bar-value"
            x="0"
            y="6"
            width={percent(Math.min(lossNats / max, 1))}
            height="24"
            rx="3"
          />
          {Number.isFinite(meanNats) && (
            <line
              class="mean-line"
              x1={percent(meanNats / max)}
              x2={percent(meanNats / max)}
              y1="0"
              y2="36"
            />
          )}
        </svg>
      </td>
      <td role="cell" class="num" data-value={lossNats} title={`−ln ${probability} = ${lossNats}`}>
        {formatFigure(lossNats, 4)}
      </td>
      <td role="cell" class="num" data-value={lossNats / Math.LN2}>{formatFigure(lossNats / Math.LN2, 3)}</td>
    </tr>
  );
}

/** The sequence: each token with its probability to drag and its loss as a bar; the mean is a line through them. */
export function LossFigure(figure: LossFigureProps) {
  const rows = figure.positions.slice(0, MAX_ROWS);
  const finite = rows.map(({ lossNats }) => lossNats).filter(Number.isFinite);
  const max = Math.max(...finite, Math.LN2) * 1.04;
  const hidden = figure.positions.length - rows.length;
  return (
    <div class="scroll loss-positions" tabIndex={0} role="group" aria-label="Loss at each position, table">
      <table role="table" class="figures loss">
        <caption>
          Loss at each position, −ln p; the line is the mean
          {hidden > 0 && `, and ${formatCount(hidden)} more positions`}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">True token</th>
            <th role="columnheader" scope="col">
              <Term name="probability">Probability</Term>
            </th>
            <th role="columnheader" scope="col">
              <span class="vh">Bar</span>
            </th>
            <th role="columnheader" scope="col" class="num">
              <Term name="loss">Loss</Term>
              <span class="unit">nats</span>
            </th>
            <th role="columnheader" scope="col" class="num">
              Loss<span class="unit">bits</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => <Row key={row.position} row={row} figure={figure} max={max} />)}
        </tbody>
      </table>
    </div>
  );
}
