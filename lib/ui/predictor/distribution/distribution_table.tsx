import type { TokenId } from "@/lib/lm/language_model.ts";
import type { RankedToken } from "@/lib/lm/sampler/ranked_token.ts";
import { formatCount, formatFigure, formatPercentFigure, formatPlural } from "@/lib/ui/format.ts";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { DistributionHead } from "@/lib/ui/predictor/distribution/distribution_head.tsx";
import { useRowKeys } from "@/lib/ui/predictor/distribution/use_row_keys.ts";
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
  /** Whether all columns are seen; else bars alone, and the further columns are only read aloud. Default true. */
  readonly numbers?: boolean;
  /** What stands at the first row that the sampler cuts, in words. */
  readonly cut?: string | null;
  /** Whether bars stand at once instead of gliding, and rows are filled anew instead of moved. Default false. */
  readonly still?: boolean;
  /** The row that a step has picked. */
  readonly picked?: TokenId | null;
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

/** Characters of a figure beyond which it takes more than its place on a phone. */
const LONG = 6;

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
  const isCut = table.shaped && shaped === 0 && raw > 0;
  const figure = formatPercentFigure(value);
  return (
    <td role="cell" class="c-probability" data-value={value} title={exact}>
      <span class="barbox">
        <ProbabilityBar
          value={value}
          behind={table.shaped ? raw : null}
          mark={previous}
          height={table.numbers === undefined ? 14 : 22}
        />
      </span>
      <span class={figure.length > LONG ? "num long" : "num"}>{isCut ? "cut" : <>{figure}&nbsp;%</>}</span>
    </td>
  );
}

function exactText(raw: number, shaped: number, isShaped: boolean, formula: string): string {
  const model = `${raw} = ${formula}`;
  return isShaped ? `After the sampler ${shaped}\nModel ${model}` : model;
}

function rowClass(row: DistributionRow, table: DistributionTableProps): string | undefined {
  if (row.id === table.picked) return "picked";
  if (!isCutRow(row, table)) return undefined;
  return row === table.rows.find((each) => isCutRow(each, table)) ? "cut first-cut" : "cut";
}

function isCutRow(row: DistributionRow, { shaped }: DistributionTableProps): boolean {
  return shaped && row.shapedProbability === 0;
}

function Row({ row, table }: { readonly row: DistributionRow; readonly table: DistributionTableProps }) {
  const raw = Math.exp(row.logProbability);
  const exact = exactText(raw, row.shapedProbability, table.shaped, `exp(${row.logProbability})`);
  const mark = rowClass(row, table);
  return (
    <tr
      role="row"
      class={mark}
      data-cut={mark === "cut first-cut" ? table.cut ?? undefined : undefined}
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
      {table.shaped && (
        <td role="cell" class="c-model num" data-value={raw}>{formatPercentFigure(raw)}&nbsp;%</td>
      )}
    </tr>
  );
}

/** The rest of the vocabulary; nothing where every token has a row. */
function OtherRow({ table }: { readonly table: DistributionTableProps }) {
  const { count, probability, shapedProbability } = table.other;
  if (count === 0) return null;
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
        <th role="rowheader" scope="row" class="c-token">
          {table.numbers === undefined ? `the other ${formatPlural(count, "token")}` : (
            <>
              the other {formatCount(count)}
              <span class="vh">&nbsp;tokens</span>
            </>
          )}
        </th>
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

function tableClass({ shaped, numbers, still }: DistributionTableProps): string {
  return [
    "dist",
    shaped && "shaped",
    numbers !== undefined && "tall",
    numbers === false && "plain",
    still && "still",
  ]
    .filter(Boolean).join(" ");
}

/**
 * The next-token distribution: a row per token, whose bar glides, and one row for the rest of the
 * vocabulary. Rows carry their unrounded probabilities as data attributes.
 */
export function DistributionTable(props: DistributionTableProps) {
  const keys = useRowKeys(props.rows.map(({ id }) => id), props.still ?? false);
  return (
    <table role="table" class={tableClass(props)}>
      <caption class="vh">Next-token distribution{props.context ? ` ${props.context}` : ""}</caption>
      <DistributionHead shaped={props.shaped} seen={props.numbers ?? true} />
      <tbody role="rowgroup">
        {props.rows.map((row, place) => <Row key={keys[place]} row={row} table={props} />)}
      </tbody>
      <OtherRow table={props} />
    </table>
  );
}
