import { type FigureProps, guessedNumber } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { liveModel } from "../live_model.ts";
import { useLive } from "../use_live.ts";
import { AnswerBars } from "../answer_bars.tsx";
import { type Answer, answerText } from "@/lib/learn/course/answer_text.ts";
import type { BarGuess } from "@/lib/learn/course/step.ts";
import { truthOf } from "@/lib/learn/course/figure_truths.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

const ROWS = 6;

/** What a model expects after a text: one bar is guessed, then all of them live. */
export function WordsFigure(props: FigureProps) {
  const { step, facts, guess, revealed, onGuess, sources } = props;
  const first = facts.answers[0]!;
  const live = useLive<string, Answer>(first.text, first, async (text) => {
    const known = facts.answers.find((answer) => answer.text === text);
    return known ?? await answerText(await liveModel(sources), text, ROWS);
  });
  const token = step.name === "truth" ? " refundable" : " warehouse";
  const spec = step.guess as BarGuess;
  const value = guessedNumber(guess);
  if (!revealed) {
    return (
      <div class="live">
        <p class="study-text">
          {first.text} <span class="gap">?</span>
        </p>
        <ul class="bar-lines">
          <BarLine
            {...spec}
            name={<LabelChip text={token} />}
            guess={value}
            truth={null}
            before={step.name === "truth"
              ? truthOf(step, { ...facts, answers: facts.answers.slice(1) })
              : null}
            text={value === null ? "?" : `${formatGuess(value, spec.unit)} ?`}
            {...(value !== null && { valueText: formatGuess(value, spec.unit) })}
            onGuess={(next) => onGuess(`${next}`)}
          />
        </ul>
      </div>
    );
  }
  return (
    <AnswerBars
      live={live}
      texts={step.texts}
      mark={live.input.value === first.text ? { token, guess: value } : null}
    />
  );
}
