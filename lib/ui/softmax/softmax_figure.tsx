import { Handle } from "@/lib/ui/form/handle.tsx";
import { formatCount, formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { Term } from "@/lib/ui/page/term.tsx";
import { percent } from "@/lib/ui/plot/percent.ts";
import { UnseenCell, UnseenHead } from "@/lib/ui/plot/unseen_column.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

/** A token of the figure. */
interface FigureRow {
  readonly id: number;
  readonly label: string;
  readonly logit: number;
  readonly probability: number;
  /** In nats. */
  readonly logProbability: number;
  readonly shaped: number;
  /** From 1; equals by the lower id. */
  readonly rank: number;
}

interface SoftmaxFigureProps {
  readonly rows: readonly FigureRow[];
  readonly other: { readonly count: number; readonly probability: number; readonly shaped: number } | null;
  /** Completes the caption. */
  readonly context: string;
  /** Ends of the lines that logits are dragged on. */
  readonly range: { readonly min: number; readonly max: number; readonly step: number };
  /** The least probability that the cut keeps; null where nothing is cut. */
  readonly cut: number | null;
  /** What each token had before the last move; null before there was one. */
  readonly before: readonly number[] | null;
  readonly onLogit?: (id: number, logit: number) => void;
  readonly onLogitEnd?: () => void;
}

function HandleCell({ row, figure }: { readonly row: FigureRow; readonly figure: SoftmaxFigureProps }) {
  const { min, max, step } = figure.range;
  const { id, label, logit, shaped } = row;
  const text = formatFigure(logit, Number.isInteger(logit * 10) ? 1 : 2);
  return (
    <td role="cell" class="c-logit logit-cell" data-logit={logit}>
      <svg class="logit-value" width="100%" height="18" aria-hidden="true">
        <text x={percent(Math.min(Math.max((logit - min) / (max - min), 0), 1))} y="14" text-anchor="middle">
          {logit > 0 ? `+${text}` : text}
        </text>
      </svg>
      <span class="needs-js">
        <Handle
          label={`Logit of ${label}`}
          value={logit}
          min={min}
          max={max}
          step={step}
          from={Math.min(Math.max(0, min), max)}
          valueText={`${text}, probability ${formatProbability(shaped)}`}
          onInput={(value) => figure.onLogit?.(id, Number(value.toFixed(6)))}
          onChange={() => figure.onLogitEnd?.()}
        />
      </span>
    </td>
  );
}

/** The bar that is drawn from, the softmax before the cut behind it, the cut through it, and where it was before. */
function Bar({ row, figure }: { readonly row: FigureRow; readonly figure: SoftmaxFigureProps }) {
  const { cut, before } = figure;
  const was = before?.[row.id] ?? null;
  return (
    <svg class="bar big-bar" width="100%" height="36" aria-hidden="true" focusable="false">
      {cut !== null && (
        <rect class="bar-behind" x="0" y="4" width={percent(row.probability)} height="28" rx="3" />
      )}
      <rect class="bar-value" x="0" y="4" width={percent(row.shaped)} height="28" rx="3" />
      {cut !== null && <line class="cut-line" x1={percent(cut)} x2={percent(cut)} y1="0" y2="36" />}
      {was !== null && Math.abs(was - row.shaped) > 5e-4 && (
        <line class="before-mark" x1={percent(was)} x2={percent(was)} y1="0" y2="36" />
      )}
    </svg>
  );
}

function Row({ row, figure }: { readonly row: FigureRow; readonly figure: SoftmaxFigureProps }) {
  const { id, label, probability, logProbability, shaped, rank } = row;
  const isCut = figure.cut !== null && shaped === 0;
  return (
    <tr
      role="row"
      class={isCut ? "is-cut" : undefined}
      data-id={id}
      data-probability={probability}
      data-shaped-probability={shaped}
    >
      <th role="rowheader" scope="row">
        <LabelChip text={label} id={id} />
      </th>
      <UnseenCell value={id} text={String(id)} />
      <HandleCell row={row} figure={figure} />
      <td role="cell" class="bar-cell">
        <Bar row={row} figure={figure} />
      </td>
      <td
        role="cell"
        class="c-probability num"
        title={`sampled ${shaped}, softmax ${probability}`}
        data-value={shaped}
      >
        {isCut ? <s>{formatProbability(probability)}</s> : formatProbability(shaped)}
      </td>
      <UnseenCell value={logProbability} text={formatFigure(logProbability, 2)} />
      <UnseenCell value={rank} text={formatCount(rank)} />
    </tr>
  );
}

/**
 * The page's figure: a row a token, its logit to drag on the left, its probability as a bar on the right. What the
 * picture has no room for, id, log-probability and rank, is read aloud and taken away with it.
 */
export function SoftmaxFigure(figure: SoftmaxFigureProps) {
  const { rows, other, context, cut, before } = figure;
  return (
    <table role="table" class="figures softmax">
      <caption>
        Next-token distribution: {context}
        {cut !== null && " · pale: before the cut; the line is the least that is kept"}
        {before !== null && " · dotted: before the last move"}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            <Term name="token">Token</Term>
          </th>
          <UnseenHead label="Id" />
          <th role="columnheader" scope="col" class="c-logit">
            <Term name="logit">Logit</Term>
          </th>
          <th role="columnheader" scope="col" class="c-bar">
            <span class="vh">Bar</span>
          </th>
          <th role="columnheader" scope="col" class="c-probability num">
            <Term name="probability">Probability</Term>
          </th>
          <UnseenHead label="Log-probability" />
          <UnseenHead label="Rank" />
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => <Row key={row.id} row={row} figure={figure} />)}
        {other && (
          <tr
            role="row"
            class="other"
            data-probability={other.probability}
            data-shaped-probability={other.shaped}
          >
            <th role="rowheader" scope="row" colSpan={4}>
              the other {formatCount(other.count)} tokens
            </th>
            <td role="cell" class="c-probability num" data-value={other.shaped}>
              {formatProbability(other.shaped)}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
