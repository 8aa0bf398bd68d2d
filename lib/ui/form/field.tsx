import type { ComponentChildren } from "preact";

/** Props that every field shares. */
export interface FieldProps {
  readonly label: ComponentChildren;
  /** Name in the form, and in the address. */
  readonly name: string;
  /** One line below the field. */
  readonly hint?: ComponentChildren;
  /** What is wrong with the value, and what would be right. */
  readonly error?: string | null | undefined;
}

/** What a field's control takes from its {@linkcode Field}. */
interface ControlAttributes {
  readonly id: string;
  readonly name: string;
  readonly "aria-describedby"?: string;
  readonly "aria-invalid"?: "true";
}

interface FieldFrameProps extends FieldProps {
  readonly wide?: boolean;
  readonly children: (attributes: ControlAttributes) => ComponentChildren;
}

/** The attributes of a control; ids come from the field's name, which is unique on a page. */
function controlAttributes({ name, hint, error }: FieldProps): ControlAttributes {
  const id = `field-${name.replaceAll("_", "-")}`;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return {
    id,
    name,
    ...(described && { "aria-describedby": described }),
    ...(error && { "aria-invalid": "true" as const }),
  };
}

/** A label, its control, a hint and an error. */
export function Field(props: FieldFrameProps) {
  const { label, hint, error, wide = false, children } = props;
  const attributes = controlAttributes(props);
  return (
    <div class={wide ? "field wide" : "field"}>
      <label for={attributes.id}>{label}</label>
      {children(attributes)}
      {hint && <span id={`${attributes.id}-hint`} class="hint">{hint}</span>}
      {error && <span id={`${attributes.id}-error`} class="field-error">{error}</span>}
    </div>
  );
}

/** Fields beside each other, under each other where there is no room. */
export function FormRow({ children }: { readonly children: ComponentChildren }) {
  return <div class="form-row">{children}</div>;
}
