import { useSignal } from "@preact/signals";
import { shortShare } from "../short_share.ts";
import { type FigureProps, guessedNumber } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { BOT } from "@/lib/learn/course/figure_truths.ts";
import type { BarGuess } from "@/lib/learn/course/step.ts";
import { softmaxReport } from "@/lib/lm/sampler/softmax_report.ts";
import { formatFigure } from "@/lib/ui/format.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

/** A distribution at a temperature; the outlines are temperature 1. */
export function TemperatureFigure({ step, guess, revealed, onGuess }: FigureProps) {
  const temperature = useSignal(2);
  const spec = step.guess as BarGuess;
  const value = guessedNumber(guess);
  const before = softmaxReport(BOT.logits).probabilities;
  const now = softmaxReport(BOT.logits, temperature.value).probabilities;
  return (
    <div class="live">
      <p class="study-text">The support bot answered …</p>
      <ul class="bar-lines">
        {BOT.labels.map((label, index) => {
          const isAsked = index === 0;
          const guessing = isAsked && !revealed;
          return (
            <BarLine
              key={label}
              {...(isAsked ? spec : { label: "", max: 1, step: 0.01 })}
              name={<LabelChip text={label === "</s>" ? label : ` ${label}`} />}
              before={before[index]!}
              truth={revealed ? now[index]! : null}
              guess={isAsked ? value : null}
              text={revealed
                ? shortShare(now[index]!)
                : guessing && value !== null
                ? `${formatGuess(value, spec.unit)} ?`
                : shortShare(before[index]!)}
              {...(guessing && value !== null && { valueText: formatGuess(value, spec.unit) })}
              {...(guessing && { onGuess: (next: number) => onGuess(`${next}`) })}
            />
          );
        })}
      </ul>
      <p class="hint">Outlines: temperature 1.</p>
      {revealed && (
        <div class="handle-row">
          <span>Temperature</span>
          <Handle
            label="Temperature"
            value={temperature.value}
            min={0}
            max={5}
            step={0.1}
            onInput={(next) => temperature.value = next}
          />
          <b class="num">{formatFigure(temperature.value, 1)}</b>
        </div>
      )}
    </div>
  );
}
