import type { TargetedInputEvent } from "preact";
import { Field, type FieldProps } from "@/lib/ui/form/field.tsx";
import { NumberInput } from "@/lib/ui/form/number_input.tsx";

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly placeholder?: string;
  /** Whether figures, tokens or code are typed. */
  readonly mono?: boolean;
  readonly onInput?: (value: string) => void;
}

/** A line of text. */
export function TextField({ value, placeholder, mono = false, onInput, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      {(attributes) => (
        <input
          type="text"
          {...attributes}
          class={mono ? "mono" : ""}
          placeholder={placeholder ?? ""}
          spellcheck={false}
          autocomplete="off"
          value={value}
          onInput={(event) => onInput?.(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface TextAreaFieldProps extends TextFieldProps {
  /** Lines. Default 4. */
  readonly rows?: number;
}

/**
 * Characters from which a text is set in the system's own type: the page's takes three times as long to lay out, which
 * of 100 kB is a pause that is felt.
 */
const LONG_TEXT = 20_000;

/** Several lines of text, over the whole width. */
export function TextAreaField(
  { value, placeholder, rows = 4, mono = false, onInput, ...field }: TextAreaFieldProps,
) {
  const isLong = value.length > LONG_TEXT;
  return (
    <Field {...field} wide>
      {(attributes) => (
        <textarea
          {...attributes}
          class={mono ? "mono" : isLong ? "long-text" : ""}
          rows={rows}
          placeholder={placeholder ?? ""}
          spellcheck={false}
          value={value}
          onBeforeInput={takeInLongText}
          onInput={(event) => onInput?.(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Before a long text is pasted: its first layout is the one that takes long. */
function takeInLongText({ currentTarget, data }: TargetedInputEvent<HTMLTextAreaElement>): void {
  if ((data?.length ?? 0) > LONG_TEXT && currentTarget.className === "") {
    currentTarget.className = "long-text";
  }
}

interface NumberFieldProps extends FieldProps {
  /** Null for an empty field. */
  readonly value: number | null;
  readonly min?: number;
  readonly max?: number;
  /** Default `any`. */
  readonly step?: number | "any";
  /** Shown after the field. */
  readonly unit?: string;
  readonly placeholder?: string;
  /** `NaN` for an empty or unreadable field. */
  readonly onInput?: (value: number) => void;
}

/** A number with its unit. */
export function NumberField(props: NumberFieldProps) {
  const { value, min, max, step = "any", unit, placeholder, onInput, ...field } = props;
  return (
    <Field {...field}>
      {(attributes) => (
        <span class="with-unit">
          <NumberInput
            {...attributes}
            class="num"
            {...(min !== undefined && { min })}
            {...(max !== undefined && { max })}
            step={step}
            placeholder={placeholder ?? ""}
            value={value}
            onNumber={onInput}
          />
          {unit && <span class="quiet">{unit}</span>}
        </span>
      )}
    </Field>
  );
}
