import { formatCount, formatFigure, formatPercentFigure, formatPlural } from "@/lib/ui/format.ts";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { Term } from "@/lib/ui/page/term.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

/** How often a token was drawn. */
interface DrawCount {
  readonly token: TokenView;
  readonly count: number;
  /** Probability that it was drawn with. */
  readonly probability: number;
}

interface DrawCountsProps {
  /** Draws made; 0 before the first. */
  readonly draws: number;
  readonly counts: readonly DrawCount[];
  /** Drawn tokens without a row: how many kinds, how many draws, and their probability. */
  readonly other?: { readonly kinds: number; readonly count: number; readonly probability: number } | null;
  readonly seed: number;
  readonly busy?: boolean;
  readonly onDraw?: (draws: number) => void;
}

interface RowProps {
  readonly count: number;
  readonly probability: number;
  readonly draws: number;
  readonly max: number;
}

function Figures({ count, probability, draws, max }: RowProps) {
  return (
    <>
      <td class="bar-cell">
        <ProbabilityBar value={count / draws} mark={probability} max={max} />
      </td>
      <td class="num">{formatCount(count)}</td>
      <td class="num" data-value={draws * probability} title={`${draws} · ${probability}`}>
        {formatFigure(draws * probability, 1)}
      </td>
      <td class="num" data-value={probability}>{formatPercentFigure(probability)}&nbsp;%</td>
    </>
  );
}

function CountsTable({ draws, counts, other = null }: DrawCountsProps) {
  const max = Math.max(...counts.map(({ count, probability }) => Math.max(count / draws, probability)), 1e-9);
  return (
    <table class="figures draws">
      <caption class="vh">Observed counts of {formatCount(draws)} draws against the probabilities</caption>
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col">
            <span class="vh">Share</span>
          </th>
          <th scope="col" class="num">Observed</th>
          <th scope="col" class="num">Expected</th>
          <th scope="col" class="num">Probability</th>
        </tr>
      </thead>
      <tbody>
        {counts.map((row) => (
          <tr key={row.token.id} data-id={row.token.id} data-count={row.count}>
            <th scope="row">
              <TokenChip token={row.token} />
            </th>
            <Figures {...row} draws={draws} max={max} />
          </tr>
        ))}
        {other && (
          <tr class="other" data-count={other.count}>
            <th scope="row">{formatPlural(other.kinds, "other token")}</th>
            <Figures {...other} draws={draws} max={max} />
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** Draws from the shaped distribution many times: observed counts as bars, what the probabilities expect as a line. */
export function DrawCounts(props: DrawCountsProps) {
  const { draws, seed, busy = false, onDraw } = props;
  return (
    <section class="draw-counts" aria-label="Draws" aria-busy={busy ? "true" : "false"}>
      <div class="toolbar">
        <button type="button" class="needs-js" disabled={busy} onClick={() => onDraw?.(1000)}>
          {draws > 0 ? "Hide the draws" : "Draw 1,000"}
        </button>
        <span class="quiet small">
          {draws === 0 ? "from this distribution, with its " : `${formatCount(draws)} draws with `}
          <Term name="seed" /> {seed}
          {draws > 0 && "; the line is what the probability expects"}
        </span>
      </div>
      {draws > 0 && <CountsTable {...props} />}
    </section>
  );
}
