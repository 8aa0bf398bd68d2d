import type { NextToken, NextView } from "@/lib/lm/ngram/study/next_tokens.ts";
import { formatCount, formatFigure, formatPlural, formatProbability } from "@/lib/ui/format.ts";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { UnseenCell, UnseenHead } from "@/lib/ui/plot/unseen_column.tsx";
import { Term } from "@/lib/ui/page/term.tsx";

interface NextTableProps {
  readonly next: NextView;
  /** Whether the figures are scores that need not sum to 1. */
  readonly scores: boolean;
  /** Takes a token as the end of the context. */
  readonly onPick?: (token: string) => void;
}

/** Counts give probabilities at once: there is no logit to show, and no other figure may stand in for one. */
const NO_LOGIT = "Counts give probabilities without logits";

function Head({ scores }: { readonly scores: boolean }) {
  return (
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">
          <Term name="token">Token</Term>
        </th>
        <UnseenHead label="Id" />
        <UnseenHead label="Logit" note={NO_LOGIT} />
        <th role="columnheader" scope="col" class="bar-cell">
          <span class="vh">Bar</span>
        </th>
        <th role="columnheader" scope="col" class="c-probability num">
          {scores ? "Score" : <Term name="probability">Probability</Term>}
        </th>
        {!scores && <UnseenHead label="Log-probability" />}
        <UnseenHead label="Rank" />
        <th role="columnheader" scope="col" class="c-count num">Count</th>
      </tr>
    </thead>
  );
}

function Row({ row, rank, table }: { row: NextToken; rank: number; table: NextTableProps }) {
  const { id, token, count, probability } = row;
  const logProbability = Math.log(probability);
  return (
    <tr
      role="row"
      data-id={id}
      data-token={token}
      data-count={count}
      data-probability={probability}
      // No sampler stands after the counts: what is drawn from is the same.
      data-shaped-probability={table.scores ? undefined : probability}
      data-rank={rank}
    >
      <th role="rowheader" scope="row">
        <TokenButton token={token} {...(table.onPick && { onPick: table.onPick })} />
      </th>
      <UnseenCell value={id} text={String(id)} />
      <UnseenCell value="" text="—" />
      <td role="cell" class="bar-cell">
        <ProbabilityBar value={probability} />
      </td>
      <td
        role="cell"
        class="c-probability num"
        data-value={probability}
        title={`${count} of ${table.next.total}: ${probability}`}
      >
        {table.scores ? formatFigure(probability, 4) : formatProbability(probability)}
      </td>
      {!table.scores && <UnseenCell value={logProbability} text={formatFigure(logProbability, 2)} />}
      <UnseenCell value={rank} text={formatCount(rank)} />
      <td role="cell" class="c-count num">{formatCount(count)}</td>
    </tr>
  );
}

/** The distribution after the context: each token's probability beside its count. */
export function NextTable(table: NextTableProps) {
  const { rows, other, looksAt } = table.next;
  const after = looksAt.length === 0 ? "with no context" : `after ${looksAt.join(" ")}`;
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Next-token distribution, table">
      <table role="table" class="figures next">
        <caption>Next-token {table.scores ? "scores" : "distribution"} {after}</caption>
        <Head scores={table.scores} />
        <tbody role="rowgroup">
          {rows.map((row, index) => <Row key={row.token} row={row} rank={index + 1} table={table} />)}
          {rows.length === 0 && (
            <tr role="row">
              <td role="cell" colSpan={table.scores ? 7 : 8} class="quiet">
                Nothing can come next: this context was never seen. Choose a smoothing, or a shorter context.
              </td>
            </tr>
          )}
          {other.count > 0 && (
            <tr
              role="row"
              class="other"
              data-probability={other.probability}
              data-shaped-probability={table.scores ? undefined : other.probability}
            >
              <th role="rowheader" scope="row" colSpan={4}>
                the other {formatPlural(other.count, "token")}
              </th>
              <td role="cell" class="c-probability num" title={String(other.probability)}>
                {table.scores ? formatFigure(other.probability, 4) : formatProbability(other.probability)}
              </td>
              <td role="cell" class="c-count num" colSpan={table.scores ? 2 : 3} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

/** A token; a button that goes on with it where a script runs. */
function TokenButton(
  { token, onPick }: { readonly token: string; readonly onPick?: (token: string) => void },
) {
  if (!onPick || token === "</s>") return <LabelChip text={token} />;
  return (
    <button
      type="button"
      class="plain token-button"
      aria-label={`Go on with ${token}`}
      onClick={() => onPick(token)}
    >
      <LabelChip text={token} />
    </button>
  );
}
