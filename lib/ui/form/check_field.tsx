import type { ComponentChildren } from "preact";

interface CheckFieldProps {
  readonly name: string;
  readonly checked: boolean;
  readonly children: ComponentChildren;
  readonly onChange?: (checked: boolean) => void;
}

/**
 * A check box that a plain form sends as 1 or 0. An unchecked box alone sends nothing, which would mean the field's
 * default: the hidden 0 behind it is read only where no 1 comes before it.
 */
export function CheckField({ name, checked, children, onChange }: CheckFieldProps) {
  return (
    <label class="inline">
      <input
        type="checkbox"
        name={name}
        value="1"
        checked={checked}
        onChange={(event) => onChange?.(event.currentTarget.checked)}
      />
      <input type="hidden" name={name} value="0" />
      <span>{children}</span>
    </label>
  );
}
