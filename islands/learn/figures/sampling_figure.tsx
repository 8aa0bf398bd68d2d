import { useSignal } from "@preact/signals";
import { AskedLine } from "../asked_line.tsx";
import type { FigureProps } from "../figure_props.ts";
import { shortShare } from "../short_share.ts";
import { DRAWN, drawnCounts } from "@/lib/learn/course/figure_truths.ts";
import { softmaxReport } from "@/lib/lm/sampler/softmax_report.ts";
import { formatCount } from "@/lib/ui/format.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

const FIRST_SEED = 4;
const FEW = 8;
const MANY = 1000;

/** Draws from three tokens, beside their shares. */
export function SamplingFigure(props: FigureProps) {
  const seed = useSignal(FIRST_SEED);
  const draws = useSignal(FEW);
  const { probabilities } = softmaxReport(DRAWN.logits, DRAWN.temperature);
  const counts = drawnCounts(seed.value, draws.value);
  const draw = (count: number) => {
    if (count === draws.value) seed.value++;
    draws.value = count;
  };
  return (
    <div class="live">
      <ul class="bar-lines">
        {DRAWN.labels.map((label, index) => {
          const share = probabilities[index]!;
          const line = {
            name: <LabelChip text={` ${label}`} />,
            max: draws.value,
            before: share * draws.value,
            truth: props.revealed ? counts[index]! : null,
            text: props.revealed
              ? `${formatCount(counts[index]!)} of ${formatCount(draws.value)}`
              : shortShare(share),
          };
          return index === 0
            ? <AskedLine key={label} figure={props} marked={draws.value === FEW} {...line} />
            : <BarLine key={label} label="" step={1} guess={null} {...line} />;
        })}
      </ul>
      <p class="hint">Outlines: what each token's share says.</p>
      {props.revealed && (
        <div class="acts">
          <button type="button" onClick={() => draw(FEW)}>Draw 8 again</button>
          <button type="button" onClick={() => draw(MANY)}>Draw 1,000</button>
          <span class="quiet">seed {seed.value}</span>
        </div>
      )}
    </div>
  );
}
