import { useSignal } from "@preact/signals";
import { AskedLine } from "../asked_line.tsx";
import type { FigureProps } from "../figure_props.ts";
import { SettingRow } from "../setting_row.tsx";
import { cacheGib } from "@/lib/learn/course/figure_truths.ts";
import type { BarGuess } from "@/lib/learn/course/step.ts";
import { formatCount, formatFigure } from "@/lib/ui/format.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";

const SHORT = 2048;
const LONG = 32_768;
const TEXTS = 4;
/** GiB of 8 billion parameters in 16 bits. */
const WEIGHTS = 14.96;
const CARD = 24;

/** The size of a cache over its length, beside a card's memory. */
export function CacheFigure(props: FigureProps) {
  const exponent = useSignal(Math.log2(LONG));
  const batch = useSignal(TEXTS);
  const { max } = props.step.guess as BarGuess;
  const tokens = 2 ** exponent.value;
  const gib = cacheGib(batch.value, tokens);
  const before = cacheGib(TEXTS, SHORT);
  const line = { max: props.revealed ? Math.max(max, gib) : max };
  return (
    <div class="live">
      <ul class="bar-lines">
        <BarLine
          {...line}
          label=""
          name={`${formatCount(SHORT)} tokens`}
          step={1}
          guess={null}
          truth={before}
          text={gibText(before)}
        />
        <AskedLine
          {...line}
          figure={props}
          name={`${formatCount(tokens)} tokens`}
          truth={gib}
          text={gibText(gib)}
          marked={tokens === LONG && batch.value === TEXTS}
        />
      </ul>
      {props.revealed && <Settings exponent={exponent} batch={batch} gib={gib} />}
    </div>
  );
}

interface SettingsProps {
  readonly exponent: { value: number };
  readonly batch: { value: number };
  readonly gib: number;
}

function Settings({ exponent, batch, gib }: SettingsProps) {
  return (
    <>
      <SettingRow
        label="Tokens of each text"
        value={exponent.value}
        min={9}
        max={17}
        step={1}
        text={formatCount(2 ** exponent.value)}
        onInput={(next) => exponent.value = next}
      />
      <SettingRow
        label="Texts at once"
        value={batch.value}
        min={1}
        max={16}
        step={1}
        text={`${batch.value}`}
        onInput={(next) => batch.value = next}
      />
      <p aria-live="polite">
        With {formatFigure(WEIGHTS, 0)} GiB of weights (8 billion parameters in 16 bits) it{" "}
        <b>{WEIGHTS + gib <= CARD ? "fits" : "does not fit"}</b> a graphics card of {CARD} GiB.
      </p>
    </>
  );
}

function gibText(gib: number): string {
  return `${formatFigure(gib, 2)}\u00a0GiB`;
}
