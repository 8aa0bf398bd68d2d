import type { ComponentChildren } from "preact";
import { DistributionSummary } from "@/lib/ui/predictor/distribution_summary.tsx";
import {
  DistributionTable,
  type DistributionTableProps,
} from "@/lib/ui/predictor/distribution/distribution_table.tsx";

interface DistributionPanelProps extends DistributionTableProps {
  /** Where the rows come from, in words: `counts over 12,000 sentences`. */
  readonly sourceLabel: string;
  /** Rows shown. */
  readonly top: number;
  /** Entropy of the model's distribution, in nats. */
  readonly entropy: number;
  /** Entropy after the sampler, in nats; null where it changes nothing. */
  readonly shapedEntropy?: number | null;
  readonly vocabularySize: number;
  /** The answer in a sentence, over the bars. */
  readonly sentence: ComponentChildren;
  /** What the bars were before the last token, at their left. */
  readonly before?: ComponentChildren;
  /** A second model's answer, at the right of the bars. */
  readonly second?: ComponentChildren;
  /** Further quiet acts under the bars, such as the copy menu. */
  readonly actions?: ComponentChildren;
  /** What the acts have opened. */
  readonly children?: ComponentChildren;
  readonly onTop?: (top: number) => void;
  readonly onNumbers?: (seen: boolean) => void;
}

const ROW_CHOICES = [5, 10, 20, 50, 100];

function RowsControl({ top, onTop }: Pick<DistributionPanelProps, "top" | "onTop">) {
  const choices = ROW_CHOICES.includes(top) ? ROW_CHOICES : [...ROW_CHOICES, top].sort((a, b) => a - b);
  return (
    <label class="rows-control">
      rows
      <select name="top" value={String(top)} onChange={(event) => onTop?.(Number(event.currentTarget.value))}>
        {choices.map((rows) => <option key={rows} value={String(rows)} selected={rows === top}>{rows}
        </option>)}
      </select>
    </label>
  );
}

/** Where the figures come from, and what they sum up to: with the numbers. */
function Numbers(props: DistributionPanelProps) {
  return (
    <>
      <p class="quiet small">
        {props.sourceLabel}; every probability is a softmax over the whole vocabulary
      </p>
      <DistributionSummary
        entropy={props.entropy}
        shapedEntropy={props.shapedEntropy ?? null}
        vocabularySize={props.vocabularySize}
      />
    </>
  );
}

/** The answer as a sentence and as bars: the rows of the one table, whose further columns wait for "numbers". */
export function DistributionPanel(props: DistributionPanelProps) {
  const { numbers = false, onNumbers } = props;
  const marks = props.rows.some(({ previous }) => previous !== null && previous !== undefined);
  return (
    <>
      {props.sentence}
      <div class="bars">
        {props.before}
        <DistributionTable {...props} numbers={numbers} />
        {props.second}
      </div>
      <div class="acts">
        <button
          type="button"
          class="link needs-js"
          aria-pressed={numbers}
          onClick={() => onNumbers?.(!numbers)}
        >
          numbers
        </button>
        <RowsControl top={props.top} {...(props.onTop && { onTop: props.onTop })} />
        {props.actions}
        {marks && <span class="quiet">thin line: before the last change</span>}
      </div>
      {numbers && <Numbers {...props} />}
      {props.children}
    </>
  );
}
