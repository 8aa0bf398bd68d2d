interface HandleProps {
  /** How it is read aloud: "Logit of correctly", "Temperature". */
  readonly label: string;
  readonly name?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number | "any";
  /** Where the colored part begins; default `min`. A logit's begins at 0. */
  readonly from?: number;
  /** What is read aloud instead of the number: "80.0 %". */
  readonly valueText?: string;
  readonly onInput?: (value: number) => void;
  /** After the drag, or after the key. */
  readonly onChange?: (value: number) => void;
}

/** Share of the way from `min` to `max`, as an SVG length. */
function place(value: number, { min, max }: HandleProps): number {
  return max > min ? Math.min(Math.max((value - min) / (max - min), 0), 1) * 100 : 0;
}

/**
 * A handle on a line that is dragged, or moved with the arrow keys: a range field, so that touch, keys and screen
 * readers have it without code, over a line drawn in SVG, since no style attribute may be written.
 */
export function Handle(props: HandleProps) {
  const { label, name, value, min, max, step, from = min, valueText, onInput, onChange } = props;
  const [start, end] = [place(from, props), place(value, props)];
  return (
    <span class="handle">
      <svg width="100%" height="28" aria-hidden="true" focusable="false">
        <rect class="handle-line" x="0" y="12" width="100%" height="4" rx="2" />
        <rect
          class="handle-fill"
          x={`${Math.min(start, end)}%`}
          y="12"
          width={`${Math.abs(end - start)}%`}
          height="4"
          rx="2"
        />
      </svg>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={valueText}
        name={name}
        min={min}
        max={max}
        step={step}
        value={value}
        onInput={(event) => onInput?.(event.currentTarget.valueAsNumber)}
        onChange={(event) => onChange?.(event.currentTarget.valueAsNumber)}
      />
    </span>
  );
}
