import type { LossMode, LossQuery } from "@/lib/experiment/fields/loss_fields.ts";
import { probabilitiesOf } from "@/lib/experiment/fields/loss_fields.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { FormRow } from "@/lib/ui/form/field.tsx";
import { TextAreaField, TextField } from "@/lib/ui/form/text_fields.tsx";

interface LossInputsProps {
  readonly lab: QueryLab<LossQuery>;
  readonly mode: LossMode;
}

type Name = Extract<keyof LossQuery, string>;

/** What the losses are computed from, to type. */
export function LossInputs({ lab, mode }: LossInputsProps) {
  const bind = (name: Name, label: string) => {
    const reason = lab.error(name);
    return {
      name,
      label,
      value: lab.text(name),
      error: reason === null ? null : `${label} ${reason}.`,
      onInput: (text: string) => lab.type(name, text),
    };
  };
  switch (mode) {
    case "logits":
      return (
        <FormRow>
          <TextAreaField mono rows={5} hint="one row for each position" {...bind("logits", "Logits")} />
          <TextField mono hint="the true token of each row, counted from 0" {...bind("targets", "Targets")} />
          <input type="hidden" name="from" value="logits" />
        </FormRow>
      );
    case "losses":
      return <Spread bind={bind} first={bind("losses_nats", "Losses in nats")} />;
    default: {
      const first = bind("probabilities", "Probabilities of the true tokens");
      // The page opens with probabilities that its address need not name.
      const value = lab.drafts.value["probabilities"]
        ? first.value
        : probabilitiesOf(lab.query.value).join(",");
      return <Spread bind={bind} first={{ ...first, value }} />;
    }
  }
}

type Bound = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly error: string | null;
  readonly onInput: (text: string) => void;
};

/** One number for each position, and over how many words and bytes they are spread. */
function Spread(
  { bind, first }: { readonly bind: (name: Name, label: string) => Bound; readonly first: Bound },
) {
  return (
    <FormRow>
      <TextAreaField mono rows={2} hint="one for each position, separated by commas" {...first} />
      <TextField hint="of the text, if known" {...bind("words", "Words")} />
      <TextField hint="of the text, if known" {...bind("bytes", "Bytes")} />
    </FormRow>
  );
}
