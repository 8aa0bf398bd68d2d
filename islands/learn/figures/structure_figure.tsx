import { AnswerBars } from "../answer_bars.tsx";
import { type FigureProps, guessedNumber } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { liveModel } from "../live_model.ts";
import { useLive } from "../use_live.ts";
import { type Answer, answerText } from "@/lib/learn/course/answer_text.ts";
import type { BarGuess } from "@/lib/learn/course/step.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";

const ROWS = 6;
const OTHERS = [
  "An order contains 500 items. After a return of 123 items, the retained item count is",
  "A box holds 9 apples. You eat 4 apples, the number of apples left is",
];

/** How many subtractions a model gets right that it never read, and any others, live. */
export function StructureFigure({ step, facts, guess, revealed, onGuess, sources }: FigureProps) {
  const first = facts.answers[0]!;
  const live = useLive<string, Answer>(
    first.text,
    first,
    async (text) => text === first.text ? first : await answerText(await liveModel(sources), text, ROWS),
  );
  const spec = step.guess as BarGuess;
  const value = guessedNumber(guess);
  const pairs = facts.pairs!;
  const line = { label: "", max: pairs.pairs, step: 1, guess: null };
  return (
    <div class="live">
      <ul class="bar-lines">
        <BarLine
          {...spec}
          max={pairs.pairs}
          name="parcel-gpt"
          guess={value}
          truth={revealed ? pairs.model : null}
          text={revealed
            ? formatGuess(pairs.model, spec.unit)
            : value === null
            ? "?"
            : `${formatGuess(value, spec.unit)} ?`}
          {...(value !== null && { valueText: formatGuess(value, spec.unit) })}
          {...(!revealed && { onGuess: (next: number) => onGuess(`${next}`) })}
        />
        <BarLine
          {...line}
          name="counting"
          truth={pairs.trigram}
          text={formatGuess(pairs.trigram, spec.unit)}
        />
      </ul>
      {revealed && <AnswerBars live={live} texts={[first.text, ...OTHERS]} mark={null} />}
    </div>
  );
}
