import { formatProbability } from "@/lib/ui/format.ts";
import { shortShare } from "../short_share.ts";
import { ShareLines } from "../answer_bars.tsx";
import type { FigureProps } from "../figure_props.ts";
import { liveMasked, liveModel } from "../live_model.ts";
import { useLive } from "../use_live.ts";
import { fillGap } from "@/lib/learn/course/fill_gap.ts";
import type { Answer } from "@/lib/learn/course/answer_text.ts";
import type { Filled, WordGuess } from "@/lib/learn/course/step.ts";

const ROWS = 40;
const SHOWN = 4;

/** A gap, filled from the left alone and from both sides. */
export function MaskedFigure({ step, facts, guess, revealed, onGuess, sources }: FigureProps) {
  const first = facts.filled!;
  const text = step.texts[0]!;
  const spec = step.guess as WordGuess;
  const live = useLive<string, Filled>(
    text,
    first,
    async (next) =>
      next === text ? first : await fillGap(await liveMasked(sources), await liveModel(sources), next, ROWS),
  );
  const { before, after, both, left } = live.result.value;
  if (!revealed) {
    return (
      <div class="live">
        <p class="study-text">
          {first.before}
          <span class="gap">____</span>
          {first.after}
        </p>
        <label class="stack narrow">
          {spec.label}
          <input
            type="text"
            value={guess}
            maxLength={40}
            autocomplete="off"
            onInput={(event) => onGuess(event.currentTarget.value)}
          />
        </label>
      </div>
    );
  }
  return (
    <div class="live" aria-busy={live.busy.value} data-source={`${left.source} | ${both.source}`}>
      <p class="study-text">
        {before}
        <span class="gap">{guess || "____"}</span>
        {after}
      </p>
      {guess !== "" && live.input.value === text && (
        <p>
          Your “{guess}”: from the left {shareOf(left, guess)}, from both sides {shareOf(both, guess)}.
        </p>
      )}
      <div class="halves">
        <div>
          <h2>From the left alone: parcel-gpt</h2>
          <ShareLines answer={left} mark={null} rows={SHOWN} />
        </div>
        <div>
          <h2>From both sides: parcel-bert</h2>
          <ShareLines answer={both} mark={null} rows={SHOWN} />
        </div>
      </div>
      <label class="stack">
        A sentence with ____ for the gap
        <input
          type="text"
          value={live.input.value}
          maxLength={200}
          onInput={(event) => live.input.value = event.currentTarget.value}
        />
      </label>
      {live.problem.value && <p role="alert" class="field-error">{live.problem.value}</p>}
    </div>
  );
}

/** A word's share where it is a token among the rows; what is left for each other token where not. */
function shareOf({ rows }: Answer, word: string): string {
  const wanted = word.trim().toLowerCase();
  const row = rows.find(({ bytes }) =>
    new TextDecoder().decode(Uint8Array.from(bytes)).trim().toLowerCase() === wanted
  );
  return row ? shortShare(row.probability) : `less than ${formatProbability(rows.at(-1)!.probability)}`;
}
