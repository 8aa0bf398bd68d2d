/**
 * Fields of a page's query: what was typed stays as typed, with its error beside it.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import { errorSentence } from "./error_sentence.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { Field } from "@/lib/ui/form/field.tsx";
import { TextAreaField } from "@/lib/ui/form/text_fields.tsx";

/** Props that every field of a query takes. */
interface LabFieldProps<Q extends object> {
  readonly lab: QueryLab<Q>;
  readonly name: Extract<keyof Q, string>;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
}

function errorOf<Q extends object>({ lab, name, label }: LabFieldProps<Q>): string | null {
  return errorSentence(lab, name, label);
}

/** What a number was read as, where it was not written in plain digits: 128K is 131,072. */
function readAs<Q extends object>({ lab, name, hint }: LabFieldProps<Q>): ComponentChildren {
  const value = lab.query.value[name];
  const text = lab.drafts.value[name]?.text.trim() ?? "";
  const isPlain = text === "" || /^[\d.,+-]+$/.test(text);
  if (isPlain || typeof value !== "number" || lab.error(name) !== null) return hint;
  return `= ${value.toLocaleString("en-US", { maximumFractionDigits: 6 })}`;
}

/** A number or a short list of numbers. */
export function LabNumber<Q extends object>(
  props: LabFieldProps<Q> & {
    readonly unit?: string;
    readonly placeholder?: string;
    readonly list?: boolean;
  },
) {
  const { lab, name, label, unit, placeholder = "", list = false } = props;
  const text = lab.text(name);
  return (
    <Field label={label} name={name} hint={readAs(props)} error={errorOf(props)}>
      {(attributes) => (
        <span class="with-unit">
          <input
            type="text"
            {...attributes}
            class="num"
            inputMode={list ? "text" : undefined}
            placeholder={placeholder}
            autocomplete="off"
            spellcheck={false}
            value={text === "null" ? "" : text}
            onInput={(event) => lab.type(name, event.currentTarget.value)}
          />
          {unit && <span class="quiet">{unit}</span>}
        </span>
      )}
    </Field>
  );
}

/** A line of text. */
export function LabText<Q extends object>(props: LabFieldProps<Q> & { readonly placeholder?: string }) {
  const { lab, name, label, hint, placeholder = "" } = props;
  return (
    <Field label={label} name={name} hint={hint} error={errorOf(props)}>
      {(attributes) => (
        <input
          type="text"
          {...attributes}
          class="mono"
          placeholder={placeholder}
          autocomplete="off"
          spellcheck={false}
          value={lab.text(name)}
          onInput={(event) => lab.type(name, event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Several lines of text. */
export function LabTextArea<Q extends object>(
  props: LabFieldProps<Q> & {
    readonly rows?: number;
    readonly placeholder?: string;
    /** What is wrong with a text that the field itself takes. */
    readonly problem?: string | null;
  },
) {
  const { lab, name, label, hint, rows = 5, placeholder = "", problem = null } = props;
  return (
    <TextAreaField
      label={label}
      name={name}
      hint={hint}
      error={errorOf(props) ?? problem}
      mono
      rows={rows}
      placeholder={placeholder}
      value={lab.text(name)}
      onInput={(text) => lab.type(name, text)}
    />
  );
}

/** A choice of one, in groups where there are many. */
export function LabSelect<Q extends object>(
  props: LabFieldProps<Q> & {
    readonly groups: readonly {
      readonly title?: string;
      readonly options: readonly { readonly value: string; readonly label: string }[];
    }[];
  },
) {
  const { lab, name, label, hint, groups } = props;
  const value = lab.text(name);
  return (
    <Field label={label} name={name} hint={hint} error={errorOf(props)}>
      {(attributes) => (
        <select
          {...attributes}
          value={value}
          onChange={(event) => lab.type(name, event.currentTarget.value)}
        >
          {groups.map(({ title, options }) => {
            const items = options.map((option) => (
              <option key={option.value} value={option.value} selected={option.value === value}>
                {option.label}
              </option>
            ));
            return title ? <optgroup key={title} label={title}>{items}</optgroup> : items;
          })}
        </select>
      )}
    </Field>
  );
}

/** Options whose label is their value. */
export function plainOptions(values: readonly string[]): { value: string; label: string }[] {
  return values.map((value) => ({ value, label: value }));
}
