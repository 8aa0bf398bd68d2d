import { useSignal } from "@preact/signals";
import { shortShare } from "../short_share.ts";
import { type FigureProps, guessedNumber } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { DRAWN, drawnCounts } from "@/lib/learn/course/figure_truths.ts";
import type { BarGuess } from "@/lib/learn/course/step.ts";
import { softmaxReport } from "@/lib/lm/sampler/softmax_report.ts";
import { formatCount } from "@/lib/ui/format.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

const FIRST_SEED = 4;

/** Draws from three tokens, beside their shares. */
export function SamplingFigure({ step, guess, revealed, onGuess }: FigureProps) {
  const seed = useSignal(FIRST_SEED);
  const draws = useSignal(8);
  const spec = step.guess as BarGuess;
  const value = guessedNumber(guess);
  const { probabilities } = softmaxReport(DRAWN.logits, DRAWN.temperature);
  const counts = drawnCounts(seed.value, draws.value);
  const more = (count: number) => {
    seed.value = count === draws.value ? seed.value + 1 : seed.value;
    draws.value = count;
  };
  return (
    <div class="live">
      <ul class="bar-lines">
        {DRAWN.labels.map((label, index) => {
          const guessing = index === 0 && !revealed;
          const share = probabilities[index]!;
          return (
            <BarLine
              key={label}
              {...(index === 0 ? spec : { label: "", step: 1 })}
              max={draws.value}
              name={<LabelChip text={` ${label}`} />}
              before={share * draws.value}
              truth={revealed ? counts[index]! : null}
              guess={index === 0 && draws.value === 8 ? value : null}
              text={revealed
                ? `${formatCount(counts[index]!)} of ${formatCount(draws.value)}`
                : guessing && value !== null
                ? `${formatGuess(value, spec.unit)} ?`
                : shortShare(share)}
              {...(guessing && value !== null && { valueText: formatGuess(value, spec.unit) })}
              {...(guessing && { onGuess: (next: number) => onGuess(`${next}`) })}
            />
          );
        })}
      </ul>
      <p class="hint">Outlines: what each token's share says.</p>
      {revealed && (
        <div class="acts">
          <button type="button" onClick={() => more(8)}>Draw 8 again</button>
          <button type="button" onClick={() => more(1000)}>Draw 1,000</button>
          <span class="quiet">seed {seed.value}</span>
        </div>
      )}
    </div>
  );
}
