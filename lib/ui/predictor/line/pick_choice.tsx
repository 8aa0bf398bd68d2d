import type { PickMode } from "@/lib/lm/sampler/pick_mode.ts";
import { NumberInput } from "@/lib/ui/form/number_input.tsx";

interface PickChoiceProps {
  readonly pick: PickMode;
  /** Null for an empty field. */
  readonly seed: number | null;
  /** What is wrong with the seed as typed; null for nothing. */
  readonly seedError?: string | null;
  readonly onPick?: (pick: PickMode) => void;
  readonly onSeed?: (seed: number) => void;
  /** Another seed, by chance. */
  readonly onDice?: () => void;
}

const LABELS: Readonly<Record<PickMode, string>> = { greedy: "likeliest", sample: "sample" };
const TITLES: Readonly<Record<PickMode, string>> = {
  greedy: "Greedy: the likeliest token, always",
  sample: "Sample: a draw; the seed decides it, so the same seed draws the same tokens",
};

/** The seed of the draws, and the dice; without a script also while nothing is drawn. */
function SeedField({ pick, seed, seedError = null, onSeed, onDice }: PickChoiceProps) {
  return (
    <span class={pick === "sample" ? "seed" : "seed no-script"}>
      <label class="inline">
        seed
        <NumberInput
          class="num"
          name="seed"
          min={0}
          step={1}
          value={seed}
          {...(seedError !== null && { "aria-invalid": "true" as const })}
          onNumber={onSeed}
        />
      </label>
      <button
        type="button"
        class="icon needs-js"
        aria-label="Another seed"
        title="Another seed"
        onClick={onDice}
      >
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
          <rect x="1.5" y="1.5" width="13" height="13" rx="2" fill="none" stroke="currentColor" />
          <circle cx="5" cy="5" r="1.3" fill="currentColor" />
          <circle cx="11" cy="5" r="1.3" fill="currentColor" />
          <circle cx="8" cy="8" r="1.3" fill="currentColor" />
          <circle cx="5" cy="11" r="1.3" fill="currentColor" />
          <circle cx="11" cy="11" r="1.3" fill="currentColor" />
        </svg>
      </button>
      {seedError !== null && <span class="field-error" role="alert">seed {seedError}</span>}
    </span>
  );
}

/** The likeliest token or a drawn one; the seed of the draws with a button for another. */
export function PickChoice(props: PickChoiceProps) {
  const { pick, onPick } = props;
  return (
    <>
      <fieldset class="segments choices">
        <legend class="vh">How the next token is picked</legend>
        {(["greedy", "sample"] as const).map((value) => (
          <label key={value} title={TITLES[value]}>
            <input
              type="radio"
              name="pick"
              value={value}
              aria-label={value}
              checked={pick === value}
              onChange={() => onPick?.(value)}
            />
            {LABELS[value]}
          </label>
        ))}
      </fieldset>
      <SeedField {...props} />
    </>
  );
}
