import { useSignal } from "@preact/signals";
import { AskedLine } from "../asked_line.tsx";
import type { FigureProps } from "../figure_props.ts";
import { SettingRow } from "../setting_row.tsx";
import { shortShare } from "../short_share.ts";
import { BOT } from "@/lib/learn/course/figure_truths.ts";
import { softmaxReport } from "@/lib/lm/sampler/softmax_report.ts";
import { formatFigure } from "@/lib/ui/format.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

/** A distribution at a temperature; the outlines are temperature 1. */
export function TemperatureFigure(props: FigureProps) {
  const temperature = useSignal(2);
  const before = softmaxReport(BOT.logits).probabilities;
  const now = softmaxReport(BOT.logits, temperature.value).probabilities;
  const shown = props.revealed ? now : before;
  return (
    <div class="live">
      <p class="study-text">The support bot answered …</p>
      <ul class="bar-lines">
        {BOT.labels.map((label, index) => {
          const line = {
            name: <LabelChip text={label === "</s>" ? label : ` ${label}`} />,
            before: before[index]!,
            truth: props.revealed ? now[index]! : null,
            text: shortShare(shown[index]!),
          };
          return index === 0
            ? <AskedLine key={label} figure={props} {...line} />
            : <BarLine key={label} label="" max={1} step={0.01} guess={null} {...line} />;
        })}
      </ul>
      <p class="hint">Outlines: temperature 1. {"</s>"} is the token that ends the text.</p>
      {props.revealed && (
        <SettingRow
          label="Temperature"
          value={temperature.value}
          min={0}
          max={5}
          step={0.1}
          text={formatFigure(temperature.value, 1)}
          onInput={(next) => temperature.value = next}
        />
      )}
    </div>
  );
}
