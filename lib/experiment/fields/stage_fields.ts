import { integerField, type NumberField, numberField } from "@/lib/experiment/fields/field.ts";
import { perStage, type StageName } from "@/lib/lm/sampler/stages.ts";

/** The field of each stage's setting, with the range and the value that switches it off from its entry. */
export const STAGE_FIELDS: Readonly<Record<StageName, NumberField>> = perStage(({ off, min, max, whole }) =>
  whole ? integerField(off, min, max) : numberField(off, min, max)
);
