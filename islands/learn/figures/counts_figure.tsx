import { useSignal } from "@preact/signals";
import { AskedLine } from "../asked_line.tsx";
import { shortShare } from "../short_share.ts";
import { type FigureProps, guessedNumber } from "../figure_props.ts";
import { countedRow, MESSAGES } from "@/lib/learn/course/figure_truths.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

const ROWS = 6;
const ASKED = "hub";

/** Six messages, and what followed a word in them. */
export function CountsFigure(props: FigureProps) {
  const messages = useSignal(MESSAGES);
  const context = useSignal("left");
  const added = useSignal(false);
  if (!props.revealed) {
    return (
      <div class="live">
        <pre class="given">{MESSAGES}</pre>
        <ul class="bar-lines">
          <AskedLine figure={props} name={<LabelChip text={ASKED} />} truth={null} />
        </ul>
      </div>
    );
  }
  const rows = countedRow(messages.value, context.value, added.value ? 1 : 0);
  const isAsked = context.value === "left" && messages.value === MESSAGES && !added.value;
  return (
    <div class="live">
      <Messages messages={messages} context={context} />
      <ul class="bar-lines" aria-label={`What followed ${context.value}`}>
        {shownRows(rows).map(({ word, probability }) => (
          <BarLine
            key={word}
            label=""
            name={<LabelChip text={word} />}
            max={1}
            step={0.01}
            truth={probability}
            guess={word === ASKED && isAsked ? guessedNumber(props.guess) : null}
            text={shortShare(probability)}
          />
        ))}
      </ul>
      <label class="inline">
        <input
          type="checkbox"
          checked={added.value}
          onChange={(event) => added.value = event.currentTarget.checked}
        />
        Add 1 to every count
      </label>
    </div>
  );
}

interface MessagesProps {
  readonly messages: { value: string };
  readonly context: { value: string };
}

/** The messages, to change, and their words: what followed one is shown. */
function Messages({ messages, context }: MessagesProps) {
  const words = [...new Set(messages.value.split(/\s+/).filter(Boolean))];
  return (
    <>
      <label class="stack">
        Messages, one a line
        <textarea
          rows={6}
          class="mono small"
          value={messages.value}
          onInput={(event) => messages.value = event.currentTarget.value}
        />
      </label>
      <div class="pills" role="group" aria-label="The word before">
        <span class="quiet" aria-hidden="true">After</span>
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
    </>
  );
}

type Row = ReturnType<typeof countedRow>[number];

/** The likeliest words, and the one that never came. */
function shownRows(rows: readonly Row[]): Row[] {
  const shown = rows.filter(({ probability }) => probability > 0).slice(0, ROWS - 1);
  const never = rows.find(({ word }) => word === "depot")!;
  return shown.includes(never) ? shown : [...shown, never];
}
