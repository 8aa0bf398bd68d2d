/**
 * The query of /score: a text, the model that reads it, and the convention by which it is scored.
 *
 * @module
 */
import type { FieldTable } from "@/lib/experiment/codec.ts";
import { choiceField, nameField, optionalIntegerField } from "@/lib/experiment/fields/field.ts";
import { PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { limited, textField } from "@/lib/experiment/fields/text_fields.ts";
import { type Convention, type ConventionRequest, CONVENTIONS } from "@/lib/lm/loss/text/convention.ts";

/** What tints a token of the running text. */
export const TINTS = ["surprisal", "rank"] as const;

/** One of {@linkcode TINTS}. */
export type Tint = typeof TINTS[number];

/** What /score computes from. */
export interface ScoreQuery extends Pick<PredictorQuery, "text" | "model" | "revision" | "dtype" | "device"> {
  readonly convention: Convention;
  /** Tokens of a pass; null for the convention's own. */
  readonly window: number | null;
  readonly stride: number | null;
  /** A token id, `none`, or empty for the model's own. */
  readonly bos: string;
  readonly tint: Tint;
}

/** The most UTF-16 units of a text: 100 kB of any script, and some room. */
export const MAX_SCORE_LENGTH = 200_000;

/** The text that the page opens with: expected throughout, but for the result. */
export const OPENING_TEXT =
  "An order contains 5 items. After a return of 2 items, the retained item count is 4.";

/** One row per field. */
export const SCORE_FIELDS = {
  text: limited(textField(OPENING_TEXT), MAX_SCORE_LENGTH),
  model: PREDICTOR_FIELDS.model,
  revision: PREDICTOR_FIELDS.revision,
  dtype: PREDICTOR_FIELDS.dtype,
  device: PREDICTOR_FIELDS.device,
  convention: choiceField("hf", CONVENTIONS),
  window: optionalIntegerField(2, 1_000_000),
  stride: optionalIntegerField(1, 1_000_000),
  bos: nameField("", /^(none|\d{1,9})$/, "is neither none nor the id of a token"),
  tint: choiceField("surprisal", TINTS),
} satisfies FieldTable<ScoreQuery>;

/** The convention that a query asks for. */
export function conventionOf({ convention, window, stride, bos }: ScoreQuery): ConventionRequest {
  return { convention, window, stride, bos: bos === "" ? null : bos === "none" ? "none" : Number(bos) };
}
