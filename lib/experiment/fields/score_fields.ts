/**
 * The query of /score: a text, the model that reads it, and the convention by which it is scored.
 *
 * @module
 */
import type { FieldTable } from "@/lib/experiment/codec.ts";
import {
  choiceField,
  type Field,
  nameField,
  optionalIntegerField,
  scalarField,
  switchField,
} from "@/lib/experiment/fields/field.ts";
import { PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import {
  EMBEDDED_MODELS,
  type EmbeddedName,
  isEmbedded,
  type PredictorQuery,
} from "@/lib/experiment/fields/predictor_query.ts";
import { limited, textField } from "@/lib/experiment/fields/text_fields.ts";
import { LOG_BASES, type LogBase } from "@/lib/lm/loss/log_base.ts";
import { type Convention, type ConventionRequest, CONVENTIONS } from "@/lib/lm/loss/text/convention.ts";
import { type Average, AVERAGES } from "@/lib/lm/loss/text/per_document.ts";

/** What tints a token of the running text. */
const TINTS = ["surprisal", "rank"] as const;

/** One of {@linkcode TINTS}. */
export type Tint = typeof TINTS[number];

/** Which of a word's figures a study shows: as summed, with the space corrected, or both. */
export const STUDY_SPACES = ["both", "summed", "corrected"] as const;

/** One of {@linkcode STUDY_SPACES}. */
export type StudySpace = typeof STUDY_SPACES[number];

/** What /score computes from. */
export interface ScoreQuery extends Pick<PredictorQuery, "text" | "model" | "revision" | "dtype" | "device"> {
  readonly convention: Convention;
  /** Tokens of a pass; null for the convention's own. */
  readonly window: number | null;
  readonly stride: number | null;
  /** A token id, `none`, or empty for the model's own. */
  readonly bos: string;
  readonly tint: Tint;
  /** What the perplexity is a mean over. */
  readonly per: Average;
  /** What the totals are counted in. */
  readonly base: LogBase;
  /** Whether the words are measured as sentences of a study. */
  readonly study: boolean;
  /** Models of the site that measure beside the query's own. */
  readonly study_models: readonly EmbeddedName[];
  readonly study_space: StudySpace;
  /** Whether `*…*` marks a region rather than being read. */
  readonly study_regions: boolean;
}

/** The most UTF-16 units of a text: 100 kB of any script, and some room. */
const MAX_SCORE_LENGTH = 200_000;

/** The text that the page opens with: expected throughout, but for the result. */
const OPENING_TEXT = "An order contains 5 items. After a return of 2 items, the retained item count is 4.";

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
  per: choiceField("token", AVERAGES),
  base: choiceField("2", LOG_BASES),
  study: switchField(false),
  study_models: modelsField(),
  study_space: choiceField("both", STUDY_SPACES),
  study_regions: switchField(true),
} satisfies FieldTable<ScoreQuery>;

/** The convention that a query asks for. */
export function conventionOf({ convention, window, stride, bos }: ScoreQuery): ConventionRequest {
  return { convention, window, stride, bos: bos === "" ? null : bos === "none" ? "none" : Number(bos) };
}

/** Names of the site's own models, each at most once, joined by commas. */
function modelsField(): Field<readonly EmbeddedName[]> {
  const reason = `has a name that is none of ${EMBEDDED_MODELS.join(", ")}`;
  return scalarField<readonly EmbeddedName[]>({
    initial: [],
    parse: (text) => [...new Set(text.split(","))] as EmbeddedName[],
    format: (names) => names.join(","),
    check: (names) => names.every(isEmbedded) ? null : reason,
  });
}
