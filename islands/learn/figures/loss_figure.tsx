import { useSignal } from "@preact/signals";
import { shortShare } from "../short_share.ts";
import { type FigureProps, guessedNumber } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { SURPRISE } from "@/lib/learn/course/figure_truths.ts";
import type { BarGuess } from "@/lib/learn/course/step.ts";
import { lossFromProbabilities } from "@/lib/lm/loss/loss.ts";
import { formatNats } from "@/lib/ui/format.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";

/** Four true tokens' probabilities, and their perplexity. */
export function LossFigure({ step, guess, revealed, onGuess }: FigureProps) {
  const probabilities = useSignal<readonly number[]>(SURPRISE);
  const spec = step.guess as BarGuess;
  const value = guessedNumber(guess);
  const { perplexity, lossesNats } = lossFromProbabilities(probabilities.value);
  return (
    <ul class="bar-lines wide">
      {probabilities.value.map((p, index) => {
        const name = `token ${index + 1}`;
        if (!revealed) {
          return (
            <BarLine
              key={index}
              label=""
              name={name}
              max={1}
              step={0.01}
              truth={p}
              guess={null}
              text={shortShare(p)}
            />
          );
        }
        return (
          <li key={index} class="bar-line">
            <span class="bar-name">{name}</span>
            <Handle
              label={`Probability of token ${index + 1}`}
              value={p}
              min={0.005}
              max={1}
              step={0.005}
              valueText={shortShare(p)}
              onInput={(next) => probabilities.value = probabilities.value.with(index, next)}
            />
            <span class="bar-text num">{shortShare(p)}, {formatNats(lossesNats[index]!)}</span>
          </li>
        );
      })}
      <BarLine
        {...spec}
        max={revealed ? Math.max(spec.max, perplexity) : spec.max}
        name={<b>perplexity</b>}
        guess={value}
        truth={revealed ? perplexity : null}
        text={revealed
          ? formatGuess(perplexity, spec.unit, true)
          : value === null
          ? "?"
          : `${formatGuess(value, spec.unit)} ?`}
        {...(value !== null && { valueText: formatGuess(value, spec.unit) })}
        {...(!revealed && { onGuess: (next: number) => onGuess(`${next}`) })}
      />
    </ul>
  );
}
