/**
 * The query of /compare: two texts under two models.
 *
 * @module
 */
import type { FieldTable } from "@/lib/experiment/codec.ts";
import type { Field } from "@/lib/experiment/fields/field.ts";
import { PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { limited, textField } from "@/lib/experiment/fields/text_fields.ts";

/** What /compare computes from. */
export interface CompareQuery {
  readonly text: string;
  /** Empty for the same text. */
  readonly beside_text: string;
  readonly model: string;
  /** Empty for the same model. */
  readonly beside: string;
  readonly dtype: string;
  readonly beside_dtype: string;
}

/** The most UTF-16 units of each text. */
const LONGEST = 4000;

/** One row per field. */
export const COMPARE_FIELDS = {
  text: limited(textField("Order shipped from the"), LONGEST),
  beside_text: limited(textField("Order shipped from the warehouse"), LONGEST),
  model: PREDICTOR_FIELDS.model,
  beside: orEmpty(PREDICTOR_FIELDS.model),
  dtype: PREDICTOR_FIELDS.dtype,
  beside_dtype: PREDICTOR_FIELDS.dtype,
} satisfies FieldTable<CompareQuery>;

function orEmpty(field: Field<string>): Field<string> {
  return { ...field, initial: "", check: (value) => value === "" ? null : field.check(value) };
}

/** Whether both sides are read by one model in one format. */
export function isOneFormat(query: CompareQuery): boolean {
  return besideOf(query).model === query.model &&
    (isEmbedded(query.model) || query.beside_dtype === query.dtype);
}

/** The second side of a query, with what is left to the first. */
export function besideOf({ text, beside_text, model, beside }: CompareQuery) {
  return { text: beside_text === "" ? text : beside_text, model: beside === "" ? model : beside };
}
