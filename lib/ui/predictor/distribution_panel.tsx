import type { ComponentChildren } from "preact";
import { DistributionSummary } from "@/lib/ui/predictor/distribution_summary.tsx";
import { DistributionTable, type DistributionTableProps } from "@/lib/ui/predictor/distribution_table.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";

/** Props of {@linkcode DistributionPanel}. */
export interface DistributionPanelProps extends DistributionTableProps {
  /** True until the rows are those of the current inputs. */
  readonly busy: boolean;
  /** For `data-source`: model, revision, dtype and backend. */
  readonly source: string;
  /** The same in words: `counts over 12,000 sentences`. */
  readonly sourceLabel: string;
  /** Rows shown. */
  readonly top: number;
  /** Entropy of the model's distribution, in nats. */
  readonly entropy: number;
  /** Entropy after the sampler, in nats; null where it changes nothing. */
  readonly shapedEntropy?: number | null;
  readonly vocabularySize: number;
  /** Look-up of a single token. */
  readonly lookup?: ComponentChildren;
  /** Buttons at the panel's foot, such as the copy menu. */
  readonly actions?: ComponentChildren;
  readonly onTop?: (top: number) => void;
}

const ROW_CHOICES = [5, 10, 20, 50, 100];

function RowsControl({ top, onTop }: Pick<DistributionPanelProps, "top" | "onTop">) {
  const choices = ROW_CHOICES.includes(top) ? ROW_CHOICES : [...ROW_CHOICES, top].sort((a, b) => a - b);
  return (
    <label class="inline">
      Rows
      <select name="top" value={String(top)} onChange={(event) => onTop?.(Number(event.currentTarget.value))}>
        {choices.map((rows) => <option key={rows} value={rows} selected={rows === top}>{rows}</option>)}
      </select>
    </label>
  );
}

/** The distribution with what it was computed by, its summary, and the controls of the table. */
export function DistributionPanel(props: DistributionPanelProps) {
  return (
    <ResultRegion
      label="Next-token distribution"
      busy={props.busy}
      source={props.source}
      class="panel area-distribution"
    >
      <div class="panel-head">
        <h2>
          Next-token distribution {props.context && <span class="small quiet">{props.context}</span>}
        </h2>
        <span class="panel-aside quiet">{props.sourceLabel}</span>
      </div>
      <DistributionTable {...props} />
      <DistributionSummary
        entropy={props.entropy}
        shapedEntropy={props.shapedEntropy ?? null}
        vocabularySize={props.vocabularySize}
      />
      <div class="toolbar">
        <RowsControl top={props.top} {...(props.onTop && { onTop: props.onTop })} />
        <label class="inline narrow-only">
          <input type="checkbox" class="show-all" /> All columns
        </label>
        <label class="inline">
          <input type="checkbox" class="show-bits" /> Bits
        </label>
        {props.actions}
      </div>
      {props.lookup}
    </ResultRegion>
  );
}
