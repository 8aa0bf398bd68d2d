import { useSignal } from "@preact/signals";
import { AskedLine } from "../asked_line.tsx";
import type { FigureProps } from "../figure_props.ts";
import { ProbabilityLine } from "../probability_line.tsx";
import { shortShare } from "../short_share.ts";
import { CHAIN } from "@/lib/learn/course/figure_truths.ts";
import { lossFromProbabilities } from "@/lib/lm/loss/loss.ts";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

/** Four tokens' probabilities, and their product. */
export function ChainFigure(props: FigureProps) {
  const probabilities = useSignal<readonly number[]>(CHAIN.map(([, p]) => p));
  const { sequenceProbability } = lossFromProbabilities(probabilities.value);
  return (
    <ul class="bar-lines">
      {CHAIN.map(([word], index) => {
        const p = probabilities.value[index]!;
        return (
          <ProbabilityLine
            key={word}
            name={<LabelChip text={index === 0 ? word : ` ${word}`} />}
            label={`Probability of ${word}`}
            value={p}
            text={shortShare(p)}
            moves={props.revealed}
            onInput={(next) => probabilities.value = probabilities.value.with(index, next)}
          />
        );
      })}
      <AskedLine
        figure={props}
        name={<b>all four</b>}
        truth={sequenceProbability}
        text={shortShare(sequenceProbability)}
      />
    </ul>
  );
}
