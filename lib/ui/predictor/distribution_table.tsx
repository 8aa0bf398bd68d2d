import type { TokenId } from "@/lib/lm/language_model.ts";
import type { RankedToken } from "@/lib/lm/sampler/ranked_token.ts";
import { formatCount, formatFigure, formatPercentFigure, formatPlural } from "@/lib/ui/format.ts";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { Term } from "@/lib/ui/page/term.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import { tokenName, type TokenView } from "@/lib/ui/token/pieces.ts";

/** A row of the table. */
export interface DistributionRow extends RankedToken {
  readonly token: TokenView;
  /** Probability before the last edit, where a ghost mark stays; null for a token that was not shown. */
  readonly previous?: number | null;
}

/** The tokens that have no row of their own. */
export interface OtherTokens {
  readonly count: number;
  readonly probability: number;
  readonly shapedProbability: number;
}

/** Props of {@linkcode DistributionTable}. */
export interface DistributionTableProps {
  readonly rows: readonly DistributionRow[];
  readonly other: OtherTokens;
  /** Whether the sampler changes the distribution; then its bar is drawn over the model's own. */
  readonly shaped: boolean;
  /** What the caption adds after its fixed beginning. */
  readonly context?: string;
  readonly selected?: TokenId | null;
  /** What choosing a row does, for its label. Default `Append`. */
  readonly verb?: string;
  /** Address of the page with the token appended. */
  readonly chooseHref?: (id: TokenId) => string;
  readonly onChoose?: (id: TokenId) => void;
}

function Head() {
  return (
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" class="c-token">
          <Term name="token">Token</Term>
        </th>
        <th role="columnheader" scope="col" class="c-id">
          <Term name="token id">Id</Term>
        </th>
        <th role="columnheader" scope="col" class="c-logit">
          <Term name="logit">Logit</Term>
        </th>
        <th role="columnheader" scope="col" class="c-probability">
          <Term name="probability">Probability</Term>
        </th>
        <th role="columnheader" scope="col" class="c-log">
          <Term name="log-probability">Log-probability</Term>
        </th>
        <th role="columnheader" scope="col" class="c-rank">
          <Term name="rank">Rank</Term>
        </th>
        <th role="columnheader" scope="col" class="c-bits">
          <Term name="bit">Bits</Term>
        </th>
      </tr>
    </thead>
  );
}

function ChooseToken(
  { row, table }: { readonly row: DistributionRow; readonly table: DistributionTableProps },
) {
  const { chooseHref, onChoose, verb = "Append" } = table;
  const chip = <TokenChip token={row.token} selected={table.selected === row.id} />;
  if (!chooseHref && !onChoose) return chip;
  const label = `${verb} ${tokenName(row.token)}, id ${row.id}`;
  const choose = (event: Event) => {
    if (!onChoose) return;
    event.preventDefault();
    onChoose(row.id);
  };
  return chooseHref
    ? (
      <a class="choose" href={chooseHref(row.id)} rel="nofollow" aria-label={label} onClick={choose}>
        {chip}
      </a>
    )
    : <button class="choose" type="button" aria-label={label} onClick={choose}>{chip}</button>;
}

function ProbabilityCell(
  { raw, shaped, previous, table, exact }: {
    readonly raw: number;
    readonly shaped: number;
    readonly previous: number | null;
    readonly table: DistributionTableProps;
    readonly exact: string;
  },
) {
  const value = table.shaped ? shaped : raw;
  return (
    <td role="cell" class="c-probability" data-value={value} title={exact}>
      <span class="barbox">
        <ProbabilityBar value={value} behind={table.shaped ? raw : null} mark={previous} />
      </span>
      <span class="num">{formatPercentFigure(value)}&nbsp;%</span>
    </td>
  );
}

function exactText(raw: number, shaped: number, isShaped: boolean, formula: string): string {
  const model = `${raw} = ${formula}`;
  return isShaped ? `After the sampler ${shaped}\nModel ${model}` : model;
}

function Row({ row, table }: { readonly row: DistributionRow; readonly table: DistributionTableProps }) {
  const raw = Math.exp(row.logProbability);
  const exact = exactText(raw, row.shapedProbability, table.shaped, `exp(${row.logProbability})`);
  const cut = table.shaped && row.shapedProbability === 0;
  return (
    <tr
      role="row"
      class={cut ? "cut" : undefined}
      data-id={row.id}
      data-probability={raw}
      data-shaped-probability={row.shapedProbability}
    >
      <th role="rowheader" scope="row" class="c-token">
        <ChooseToken row={row} table={table} />
      </th>
      <td role="cell" class="c-id num">{row.id}</td>
      <td role="cell" class="c-logit num" title={String(row.logit)}>{formatFigure(row.logit, 2)}</td>
      <ProbabilityCell
        raw={raw}
        shaped={row.shapedProbability}
        previous={row.previous ?? null}
        table={table}
        exact={exact}
      />
      <td role="cell" class="c-log num" title={`${row.logProbability} nats`}>
        {formatFigure(row.logProbability, 2)}
      </td>
      <td role="cell" class="c-rank num">{formatCount(row.rank)}</td>
      <td role="cell" class="c-bits num" data-value={-row.logProbability / Math.LN2}>
        {formatFigure(-row.logProbability / Math.LN2, 2)}
      </td>
    </tr>
  );
}

function OtherRow({ table }: { readonly table: DistributionTableProps }) {
  const { count, probability, shapedProbability } = table.other;
  const exact = exactText(probability, shapedProbability, table.shaped, "1 − the sum of the rows above");
  return (
    <tfoot role="rowgroup">
      <tr
        role="row"
        class="other"
        data-count={count}
        data-probability={probability}
        data-shaped-probability={shapedProbability}
      >
        <th role="rowheader" scope="row" class="c-token">the other {formatPlural(count, "token")}</th>
        <ProbabilityCell
          raw={probability}
          shaped={shapedProbability}
          previous={null}
          table={table}
          exact={exact}
        />
      </tr>
    </tfoot>
  );
}

/**
 * The next-token distribution: a row per token, keyed by its id so that bars glide, and one row for the rest of the
 * vocabulary. Rows carry their unrounded probabilities as data attributes.
 */
export function DistributionTable(props: DistributionTableProps) {
  return (
    <table role="table" class={props.shaped ? "dist shaped" : "dist"}>
      <caption class="vh">Next-token distribution{props.context ? ` ${props.context}` : ""}</caption>
      <Head />
      <tbody role="rowgroup">
        {props.rows.map((row) => <Row key={row.id} row={row} table={props} />)}
      </tbody>
      <OtherRow table={props} />
    </table>
  );
}
