/**
 * The query of /ladder: one text for every rung.
 *
 * @module
 */
import type { FieldTable } from "@/lib/experiment/codec.ts";
import { PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import { limited, textField } from "@/lib/experiment/fields/text_fields.ts";

/** What /ladder computes from. */
export interface LadderQuery {
  readonly text: string;
  /** A hub model as a rung of its own; one of the site's own adds none. */
  readonly model: string;
}

/** One row per field. */
export const LADDER_FIELDS = {
  text: limited(
    textField("An order contains 5 items. After a return of 2 items, the retained item count is 3."),
    1200,
  ),
  model: PREDICTOR_FIELDS.model,
} satisfies FieldTable<LadderQuery>;
