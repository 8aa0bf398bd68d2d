import { useSignal } from "@preact/signals";
import { shortShare } from "../short_share.ts";
import { type FigureProps, guessedNumber } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { countedRow, MESSAGES } from "@/lib/learn/course/figure_truths.ts";
import type { BarGuess } from "@/lib/learn/course/step.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

const ROWS = 6;
const ASKED = "hub";

/** Six messages, and what followed a word in them. */
export function CountsFigure({ step, guess, revealed, onGuess }: FigureProps) {
  const messages = useSignal(MESSAGES);
  const context = useSignal("left");
  const added = useSignal(false);
  const spec = step.guess as BarGuess;
  const value = guessedNumber(guess);
  const words = [...new Set(messages.value.split(/\s+/).filter(Boolean))];
  const rows = countedRow(messages.value, context.value, added.value ? 1 : 0);
  const isAsked = context.value === "left" && messages.value === MESSAGES && !added.value;
  return (
    <div class="live">
      {revealed
        ? (
          <label class="stack">
            Messages, one a line
            <textarea
              rows={6}
              class="mono small"
              value={messages.value}
              onInput={(event) => messages.value = event.currentTarget.value}
            />
          </label>
        )
        : <pre class="given">{MESSAGES}</pre>}
      {revealed && (
        <div class="pills" role="group" aria-label="The word before">
          {words.map((word) => (
            <button
              key={word}
              type="button"
              class="pill"
              aria-pressed={context.value === word}
              onClick={() => context.value = word}
            >
              {word}
            </button>
          ))}
        </div>
      )}
      <ul class="bar-lines" aria-label={`What followed ${context.value}`}>
        {!revealed && (
          <BarLine
            {...spec}
            name={<LabelChip text={ASKED} />}
            guess={value}
            truth={null}
            text={value === null ? "?" : `${formatGuess(value, spec.unit)} ?`}
            {...(value !== null && { valueText: formatGuess(value, spec.unit) })}
            onGuess={(next) => onGuess(`${next}`)}
          />
        )}
        {revealed && shownRows(rows).map(({ word, probability }) => (
          <BarLine
            key={word}
            label=""
            name={<LabelChip text={word} />}
            max={1}
            step={0.01}
            truth={probability}
            guess={word === ASKED && isAsked ? value : null}
            text={shortShare(probability)}
          />
        ))}
      </ul>
      {revealed && (
        <label class="inline">
          <input
            type="checkbox"
            checked={added.value}
            onChange={(event) => added.value = event.currentTarget.checked}
          />
          Add 1 to every count
        </label>
      )}
    </div>
  );
}

type Row = ReturnType<typeof countedRow>[number];

/** The likeliest words, and the one that never came. */
function shownRows(rows: readonly Row[]): Row[] {
  const shown = rows.filter(({ probability }) => probability > 0).slice(0, ROWS - 1);
  const never = rows.find(({ word }) => word === "depot")!;
  return shown.includes(never) ? shown : [...shown, never];
}
