import { formatPercentFigure } from "@/lib/ui/format.ts";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

/** A token as one model sees it. */
interface BesideCell {
  readonly id: number;
  /** Under the model's own distribution, unrounded. */
  readonly probability: number;
  /** After the sampler. */
  readonly shapedProbability: number;
}

interface BesideTableProps {
  /** Names of the two models. */
  readonly first: string;
  readonly second: string;
  /** Whether both have the same tokens: then two bars on one axis, else two columns. */
  readonly shared: boolean;
  readonly rows: readonly {
    readonly token: TokenView;
    readonly first: BesideCell | null;
    readonly second: BesideCell | null;
  }[];
}

function Figure({ cell }: { readonly cell: BesideCell | null }) {
  return cell === null
    ? <span class="quiet" title="This model has no token of exactly these bytes">–</span>
    : (
      <span class="num" title={String(cell.shapedProbability)}>
        {formatPercentFigure(cell.shapedProbability)}&nbsp;%
      </span>
    );
}

function Bar({ cell, height }: { readonly cell: BesideCell | null; readonly height: number }) {
  return <ProbabilityBar value={cell?.shapedProbability ?? 0} height={height} />;
}

/** Two models' next tokens beside each other: the rows are the second one's, each with the first one's bar over it. */
export function BesideTable({ first, second, shared, rows }: BesideTableProps) {
  return (
    <table class={shared ? "beside-table shared" : "beside-table"}>
      <caption class="vh">Next-token distribution of {second}, beside that of {first}</caption>
      <thead>
        <tr>
          <th scope="col">Token</th>
          <th scope="col" class="beside-first">
            <span class="key" />
            {first}
          </th>
          <th scope="col" class="beside-second">
            <span class="key" />
            {second}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={`${row.first?.id} ${row.second?.id}`}
            data-id={row.second?.id}
            data-probability={row.second?.probability}
            data-shaped-probability={row.second?.shapedProbability}
          >
            <th scope="row">
              <TokenChip token={row.token} />
            </th>
            <td class="beside-first">
              <Bar cell={row.first} height={shared ? 10 : 16} />
              <Figure cell={row.first} />
            </td>
            <td class="beside-second">
              <Bar cell={row.second} height={shared ? 10 : 16} />
              <Figure cell={row.second} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
