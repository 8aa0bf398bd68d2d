import { useSignal } from "@preact/signals";
import { shortShare } from "../short_share.ts";
import { type FigureProps, guessedNumber } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { CHAIN } from "@/lib/learn/course/figure_truths.ts";
import type { BarGuess } from "@/lib/learn/course/step.ts";
import { lossFromProbabilities } from "@/lib/lm/loss/loss.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

/** Four tokens' probabilities, and their product. */
export function ChainFigure({ step, guess, revealed, onGuess }: FigureProps) {
  const probabilities = useSignal<readonly number[]>(CHAIN.map(([, p]) => p));
  const spec = step.guess as BarGuess;
  const value = guessedNumber(guess);
  const { sequenceProbability } = lossFromProbabilities(probabilities.value);
  const set = (index: number, p: number) => probabilities.value = probabilities.value.with(index, p);
  return (
    <ul class="bar-lines">
      {CHAIN.map(([word], index) => {
        const p = probabilities.value[index]!;
        const name = <LabelChip text={index === 0 ? word : ` ${word}`} />;
        if (!revealed) {
          return (
            <BarLine
              key={word}
              label={word}
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
          <li key={word} class="bar-line">
            <span class="bar-name">{name}</span>
            <Handle
              label={`Probability of ${word}`}
              value={p}
              min={0.01}
              max={1}
              step={0.01}
              valueText={shortShare(p)}
              onInput={(next) => set(index, next)}
            />
            <span class="bar-text num">{shortShare(p)}</span>
          </li>
        );
      })}
      <BarLine
        {...spec}
        name={<b>all four</b>}
        guess={value}
        truth={revealed ? sequenceProbability : null}
        text={revealed
          ? shortShare(sequenceProbability)
          : value === null
          ? "?"
          : `${formatGuess(value, spec.unit)} ?`}
        {...(value !== null && { valueText: formatGuess(value, spec.unit) })}
        {...(!revealed && { onGuess: (next: number) => onGuess(`${next}`) })}
      />
    </ul>
  );
}
