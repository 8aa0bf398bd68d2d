/** Props of {@linkcode GuessBar}. */
export interface GuessBarProps {
  /** How it is read aloud. */
  readonly label: string;
  readonly min?: number;
  readonly max: number;
  readonly step: number;
  /** The guess; null where none was made. */
  readonly guess: number | null;
  /** What it is; null while that is not shown. */
  readonly truth: number | null;
  /** What it was before, drawn as an outline; null for nothing. */
  readonly before?: number | null;
  /** The guess as it is read aloud. */
  readonly valueText?: string;
  /** Called while the bar is dragged or moved by a key; left out where it cannot be. */
  readonly onGuess?: (value: number) => void;
}

const HEIGHT = 28;

/**
 * A bar that is dragged to where one thinks it ends; then the true bar, with the guess as a line on it. The handle is
 * a range field over the drawing, so touch, keys and screen readers have it without code.
 */
export function GuessBar(props: GuessBarProps) {
  const { label, min = 0, max, step, guess, truth, before = null, valueText, onGuess } = props;
  const share = (value: number) =>
    `${(Math.min(Math.max((value - min) / (max - min), 0), 1) * 100).toFixed(3)}%`;
  const isAsked = truth === null && guess !== null;
  return (
    <span class="guess-bar">
      <svg width="100%" height={HEIGHT} aria-hidden="true" focusable="false">
        <rect class="guess-track" x="0" y="0" width="100%" height={HEIGHT} rx="2" />
        {truth !== null && <rect class="bar-value" x="0" y="4" width={share(truth)} height={HEIGHT - 8} />}
        {isAsked && <rect class="guess-fill" x="0" y="4" width={share(guess)} height={HEIGHT - 8} />}
        {before !== null && (
          <rect class="guess-before" x="0" y="4" width={share(before)} height={HEIGHT - 8} rx="2" />
        )}
        {guess !== null && (
          <svg x={share(guess)} overflow="visible">
            <rect class="guess-line" x="-1.5" y="0" width="3" height={HEIGHT} />
          </svg>
        )}
      </svg>
      {onGuess && (
        <input
          type="range"
          aria-label={label}
          aria-valuetext={valueText}
          min={min}
          max={max}
          step={step}
          value={guess ?? min}
          onInput={(event) => onGuess(event.currentTarget.valueAsNumber)}
        />
      )}
    </span>
  );
}
