interface NumberInputProps {
  readonly id?: string;
  readonly name?: string;
  readonly class?: string;
  readonly "aria-label"?: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: "true";
  readonly min?: number;
  readonly max?: number;
  readonly step?: number | "any";
  readonly placeholder?: string;
  /** Null for an empty field. */
  readonly value: number | null;
  /** `NaN` for an empty or unreadable field. */
  readonly onNumber?: ((value: number) => void) | undefined;
}

/**
 * A number field that leaves what is being typed alone: `0.` is a step on the way to `0.5`, and writing the value back
 * would take the point away. While it has no focus it shows its value.
 */
export function NumberInput({ value, onNumber, ...attributes }: NumberInputProps) {
  const text = value === null || Number.isNaN(value) ? "" : String(value);
  const show = (input: HTMLInputElement | null) => {
    if (input && input.value !== text && input.ownerDocument.activeElement !== input) input.value = text;
  };
  return (
    <input
      type="number"
      {...attributes}
      defaultValue={text}
      ref={show}
      onInput={(event) => onNumber?.(event.currentTarget.valueAsNumber)}
      onBlur={(event) => show(event.currentTarget)}
    />
  );
}
