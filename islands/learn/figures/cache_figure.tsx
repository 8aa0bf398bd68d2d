import { useSignal } from "@preact/signals";
import { type FigureProps, guessedNumber } from "../figure_props.ts";
import { formatGuess } from "../format_guess.ts";
import { cacheGib } from "@/lib/learn/course/figure_truths.ts";
import type { BarGuess } from "@/lib/learn/course/step.ts";
import { formatCount, formatFigure } from "@/lib/ui/format.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";

const SHORT = 2048;
const LONG = 32_768;
/** GiB of 8 billion parameters in 16 bits. */
const WEIGHTS = 14.96;
const CARD = 24;

/** The size of a cache over its length, beside a card's memory. */
export function CacheFigure({ step, guess, revealed, onGuess }: FigureProps) {
  const exponent = useSignal(Math.log2(LONG));
  const batch = useSignal(4);
  const spec = step.guess as BarGuess;
  const value = guessedNumber(guess);
  const tokens = 2 ** exponent.value;
  const gib = cacheGib(batch.value, tokens);
  const fits = WEIGHTS + gib <= CARD;
  const isFirst = tokens === LONG && batch.value === 4;
  const before = cacheGib(4, SHORT);
  return (
    <div class="live">
      <ul class="bar-lines">
        <BarLine
          label=""
          name="2,048 tokens"
          max={spec.max}
          step={1}
          guess={null}
          truth={before}
          text={gibText(before)}
        />
        <BarLine
          {...spec}
          max={revealed ? Math.max(spec.max, gib) : spec.max}
          name={`${formatCount(revealed ? tokens : LONG)} tokens`}
          guess={isFirst || !revealed ? value : null}
          truth={revealed ? gib : null}
          text={revealed ? gibText(gib) : value === null ? "?" : `${formatGuess(value, spec.unit)} ?`}
          {...(value !== null && { valueText: formatGuess(value, spec.unit) })}
          {...(!revealed && { onGuess: (next: number) => onGuess(`${next}`) })}
        />
      </ul>
      {revealed && (
        <>
          <div class="handle-row">
            <span>Tokens of each text</span>
            <Handle
              label="Tokens of each text"
              value={exponent.value}
              min={9}
              max={17}
              step={1}
              valueText={formatCount(tokens)}
              onInput={(next) => exponent.value = next}
            />
            <b class="num">{formatCount(tokens)}</b>
          </div>
          <div class="handle-row">
            <span>Texts at once</span>
            <Handle
              label="Texts at once"
              value={batch.value}
              min={1}
              max={16}
              step={1}
              onInput={(next) => batch.value = next}
            />
            <b class="num">{batch.value}</b>
          </div>
          <p aria-live="polite">
            With {formatFigure(WEIGHTS, 0)} GiB of weights (8 billion parameters in 16 bits) it{" "}
            <b>{fits ? "fits" : "does not fit"}</b> a card of {CARD} GiB.
          </p>
        </>
      )}
    </div>
  );
}

function gibText(gib: number): string {
  return `${formatFigure(gib, 2)}\u00a0GiB`;
}
