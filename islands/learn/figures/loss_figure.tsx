import { useSignal } from "@preact/signals";
import { AskedLine } from "../asked_line.tsx";
import type { FigureProps } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { ProbabilityLine } from "../probability_line.tsx";
import { shortShare } from "../short_share.ts";
import { SURPRISE } from "@/lib/learn/course/figure_truths.ts";
import type { BarGuess } from "@/lib/learn/course/step.ts";
import { lossFromProbabilities } from "@/lib/lm/loss/loss.ts";
import { formatFigure } from "@/lib/ui/format.ts";

/** Four true tokens' probabilities, their losses, and their perplexity. */
export function LossFigure(props: FigureProps) {
  const probabilities = useSignal<readonly number[]>(SURPRISE);
  const { max, unit } = props.step.guess as BarGuess;
  const { perplexity, lossesNats } = lossFromProbabilities(probabilities.value);
  return (
    <ul class="bar-lines wide">
      {probabilities.value.map((p, index) => (
        <ProbabilityLine
          key={index}
          name={`token ${index + 1}`}
          label={`Probability of token ${index + 1}`}
          value={p}
          text={`${shortShare(p)}, loss\u00a0${formatFigure(lossesNats[index]!, 2)}`}
          moves={props.revealed}
          onInput={(next) => probabilities.value = probabilities.value.with(index, next)}
        />
      ))}
      <AskedLine
        figure={props}
        max={props.revealed ? Math.max(max, perplexity) : max}
        name={<b>perplexity</b>}
        truth={perplexity}
        text={formatGuess(perplexity, unit, true)}
      />
    </ul>
  );
}
