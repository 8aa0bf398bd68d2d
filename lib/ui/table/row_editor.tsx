import type { TableRow } from "@/lib/lm/generation/table_model.ts";
import { formatFigure } from "@/lib/ui/format.ts";
import { NumberInput } from "@/lib/ui/form/number_input.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";
import { ProbabilityBar } from "@/lib/ui/plot/probability_bar.tsx";

interface RowEditorProps {
  readonly context: string;
  readonly row: TableRow;
  readonly sum: number;
  /** What is wrong, one sentence each. */
  readonly problems: readonly string[];
  /** Address of the page with the row divided by its sum; null where that does not help. */
  readonly normalizeHref: string | null;
  readonly onProbability?: (token: string, probability: number) => void;
}

function Cell({ token, p, editor }: { token: string; p: number; editor: RowEditorProps }) {
  const change = (value: number) => {
    if (Number.isFinite(value)) editor.onProbability?.(token, value);
  };
  return (
    <tr data-token={token} data-probability={p}>
      <th scope="row">
        <LabelChip text={token} />
      </th>
      <td class="bar-cell">
        <ProbabilityBar value={Math.max(0, Math.min(1, p))} />
      </td>
      <td class="num">
        <NumberInput
          class="num needs-js"
          aria-label={`Probability of ${token} after ${editor.context}`}
          min={0}
          max={1}
          step="any"
          value={p}
          onNumber={change}
        />
        <span class="no-script">{p}</span>
      </td>
    </tr>
  );
}

/** One row of the table: what may follow a text, each with its probability; its sum, and help where it is not 1. */
export function RowEditor(props: RowEditorProps) {
  const { context, row, sum, problems, normalizeHref } = props;
  return (
    <div class={problems.length > 0 ? "table-row wrong" : "table-row"} data-context={context} data-sum={sum}>
      <table class="figures">
        <caption>{context === "" ? "After nothing" : `After “${context}”`}</caption>
        <thead class="vh">
          <tr>
            <th scope="col">Token</th>
            <th scope="col">Bar</th>
            <th scope="col">Probability</th>
          </tr>
        </thead>
        <tbody>{[...row].map(([token, p]) => <Cell key={token} token={token} p={p} editor={props} />)}</tbody>
        <tfoot>
          <tr data-sum="">
            <th scope="row">Sum</th>
            <td />
            <td class="num" title={String(sum)}>{formatFigure(sum, 4)}</td>
          </tr>
        </tfoot>
      </table>
      {problems.map((problem) => <p key={problem} class="field-error">{problem}.</p>)}
      {normalizeHref !== null && <a href={normalizeHref} data-show="1">Divide the row by its sum</a>}
    </div>
  );
}
