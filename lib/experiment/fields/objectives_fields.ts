/**
 * The query of /objectives: a sentence, the word that is hidden in it, and a later word's other version.
 *
 * @module
 */
import type { FieldTable } from "@/lib/experiment/codec.ts";
import { integerField } from "@/lib/experiment/fields/field.ts";
import { limited, textField } from "@/lib/experiment/fields/text_fields.ts";

/** What /objectives computes from. */
export interface ObjectivesQuery {
  readonly text: string;
  /** Index of the hidden word, from 0; words are what white space separates. */
  readonly blank: number;
  /** What the last word becomes, to see who notices. */
  readonly later: string;
}

/** One row per field. */
export const OBJECTIVES_FIELDS = {
  text: limited(textField("The package left the warehouse and reached the hub."), 160),
  blank: integerField(4, 0, 200),
  later: limited(textField("customer."), 40),
} satisfies FieldTable<ObjectivesQuery>;
