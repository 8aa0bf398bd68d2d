import type { ComponentChildren } from "preact";
import { NumberInput } from "@/lib/ui/form/number_input.tsx";

/** Props of {@linkcode SliderField}. */
export interface SliderFieldProps {
  readonly label: ComponentChildren;
  /** How the label is read aloud. */
  readonly name: string;
  readonly title: string;
  readonly value: number;
  /** Range of the slider; the number beside it takes more. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Limits of the number. */
  readonly least?: number;
  readonly most?: number;
  readonly hint?: ComponentChildren;
  readonly onInput?: (value: number) => void;
}

/** A number with a slider beside it: the slider for feeling, the number for exactness. */
export function SliderField(props: SliderFieldProps) {
  const { label, name, title, value, min, max, step, least, most, hint, onInput } = props;
  const change = (next: number) => {
    if (Number.isFinite(next)) onInput?.(next);
  };
  return (
    <div class="slider">
      <span class="slider-name">{label}</span>
      <input
        type="range"
        class="needs-js"
        aria-label={`${title}, slider`}
        min={min}
        max={max}
        step={step}
        value={value}
        onInput={(event) => change(event.currentTarget.valueAsNumber)}
      />
      <NumberInput
        class="num"
        name={name}
        aria-label={title}
        {...(least !== undefined && { min: least })}
        {...(most !== undefined && { max: most })}
        step={Number.isInteger(step) && least !== undefined ? step : "any"}
        value={value}
        onNumber={change}
      />
      {hint && <span class="slider-hint hint">{hint}</span>}
    </div>
  );
}
