/**
 * Parts of schemas that several endpoints share.
 *
 * @module
 */
import { z } from "zod";
import { numberSchema } from "@/routes/api/calculations/schema_of.ts";
import { PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import { STAGE_FIELDS } from "@/lib/experiment/fields/stage_fields.ts";
import { STAGE_TEXTS } from "@/routes/api/calculations/stage_texts.ts";
import { perStage, STAGE_NAMES } from "@/lib/lm/sampler/stages.ts";
import { MAX_LOGITS, MAX_TOKEN_LENGTH } from "@/lib/experiment/fields/calculation_limits.ts";

/** One logit for each token. */
export const logits = z.array(z.number()).min(1).max(MAX_LOGITS)
  .describe("Scores on the natural-log scale, one for each token; not normalized");

/** The schema of each stage's setting: its range, the value that switches it off, and what it does. */
export const stageSettings = perStage(({ off }, name) =>
  numberSchema(STAGE_FIELDS[name]).default(off).describe(STAGE_TEXTS[name])
);

/** A sampling temperature. */
export const temperature = stageSettings.temperature;

/** An order of stages. */
export const stageOrder = z.array(z.enum(STAGE_NAMES)).max(STAGE_NAMES.length)
  .refine((given) => new Set(given).size === given.length, { message: "Name each stage at most once" })
  .meta({ uniqueItems: true })
  .describe(
    "The order of the stages, each at most once; a stage that is left out does not run, but for typical_p, which " +
      "runs last where it is not 1",
  );

/** A token or a label as text. */
export const tokenText = z.string().max(MAX_TOKEN_LENGTH);

/** A seed of NumPy's `default_rng`. */
export const seed = numberSchema(PREDICTOR_FIELDS.seed)
  .describe("Seed of NumPy's default_rng: the same draws as there");

/** A number that would be infinite where it is null. */
export const finiteOrNull = z.number().nullable();

/** A probability. */
export const probability = z.number().min(0).max(1);
