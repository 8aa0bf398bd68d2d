import { ModelChoice } from "../models/model_choice.tsx";
import { errorSentence } from "../query/error_sentence.ts";
import { besideOf, type CompareQuery, isOneFormat } from "@/lib/experiment/fields/compare_fields.ts";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import type { Models } from "@/lib/labs/models/models.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { DTYPES } from "@/lib/models/dtype_names.ts";
import { SelectField } from "@/lib/ui/form/select_field.tsx";
import { TextAreaField } from "@/lib/ui/form/text_fields.tsx";

interface SideProps {
  readonly lab: QueryLab<CompareQuery>;
  /** Of each side. */
  readonly models: readonly [Models, Models];
  readonly side: "first" | "second";
}

const FORMATS = [
  { value: "auto", label: "best for this device" },
  ...DTYPES.map((value) => ({
    value,
    label: value,
  })),
];

/** A side's text, its model, and of a hub model the format of its weights. */
export function SideFields({ lab, models: [first, second], side }: SideProps) {
  const query = lab.query.value;
  const isFirst = side === "first";
  const text = isFirst ? "text" : "beside_text";
  const format = isFirst ? "dtype" : "beside_dtype";
  const { model } = isFirst ? query : besideOf(query);
  const dtype = query[format];
  const choose = (chosen: string) => {
    // A format that the address names stays the model's own.
    if (chosen !== model) lab.set({ [isFirst ? "model" : "beside"]: chosen, [format]: "auto" });
  };
  return (
    <div>
      <TextAreaField
        label={isFirst ? "First text" : "Second text"}
        name={text}
        rows={2}
        {...(!isFirst && { hint: "empty for the same text" })}
        value={lab.text(text)}
        error={errorSentence(lab, text, isFirst ? "First text" : "Second text")}
        onInput={(value) => lab.type(text, value)}
      />
      <ModelChoice
        label={isFirst ? "First model" : "Second model"}
        name={isFirst ? "model" : "beside"}
        models={isFirst || isOneFormat(query) ? first : second}
        query={{ model, dtype, revision: "", device: "auto" }}
        onChoose={choose}
      />
      {!isEmbedded(model) && (
        <SelectField
          label={isFirst ? "First format" : "Second format"}
          name={format}
          value={dtype}
          options={FORMATS}
          error={errorSentence(lab, format, isFirst ? "First format" : "Second format")}
          onChange={(value) => lab.set({ [format]: value })}
        />
      )}
    </div>
  );
}
