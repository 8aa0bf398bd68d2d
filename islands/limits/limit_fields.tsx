import type { LimitLab } from "./use_limit.ts";
import type { LimitField } from "@/lib/limits/limit_experiment.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { TextAreaField, TextField } from "@/lib/ui/form/text_fields.tsx";

interface FieldPartProps {
  readonly lab: LimitLab;
  readonly field: LimitField;
}

/** Some fields of an experiment. */
export function LimitFields(
  { lab, fields }: { readonly lab: LimitLab; readonly fields: readonly LimitField[] },
) {
  return fields.length === 0 ? null : (
    <div class="limit-fields">
      {fields.map((field) => <OneField key={field.name} lab={lab} field={field} />)}
    </div>
  );
}

function OneField({ lab, field }: FieldPartProps) {
  const { name, label, kind } = field;
  const value = lab.query[name]!;
  const onInput = (next: string) => lab.set(name, next);
  switch (kind) {
    case "line":
      return <TextField {...{ name, label, value, onInput }} />;
    case "area":
      return <TextAreaField {...{ name, label, value, onInput }} rows={value.includes("\n") ? 5 : 2} />;
    case "choice":
      return <Choice lab={lab} field={field} />;
    case "handle":
      return <HandleField lab={lab} field={field} />;
    case "switch":
      return (
        <label class="check limit-switch">
          <input
            type="checkbox"
            name={name}
            value="1"
            checked={value === "1"}
            onChange={(event) => onInput(event.currentTarget.checked ? "1" : "0")}
          />
          <span>{label}</span>
        </label>
      );
  }
}

function Choice({ lab, field }: FieldPartProps) {
  return (
    <fieldset class="limit-choice">
      <legend>{field.label}</legend>
      <div class="pills">
        {field.options!.map(({ value, label }) => (
          <label class="pill" key={value}>
            <input
              type="radio"
              name={field.name}
              value={value}
              checked={lab.query[field.name] === value}
              onChange={() => lab.set(field.name, value)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function HandleField({ lab, field }: FieldPartProps) {
  const value = lab.query[field.name]!;
  const [min, max] = field.range!;
  return (
    <div class="limit-handle">
      <span>
        {field.label}: <output class="num">{value}</output>
      </span>
      <Handle
        label={field.label}
        name={field.name}
        value={Number(value)}
        min={min}
        max={max}
        step={1}
        onInput={(next) => lab.set(field.name, String(next))}
      />
    </div>
  );
}
