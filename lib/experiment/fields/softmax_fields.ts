/**
 * The query of /softmax: the fields of the API's `softmax` and `sample`, and a constant to add.
 *
 * @module
 */
import { STAGE_FIELDS } from "@/lib/experiment/fields/stage_fields.ts";
import { MAX_DRAWS, MAX_LOGITS, MAX_TOKEN_LENGTH } from "@/lib/experiment/fields/calculation_limits.ts";
import type { FieldTable } from "@/lib/experiment/codec.ts";
import { integerField, numberField } from "@/lib/experiment/fields/field.ts";
import { numbersField, wordsField } from "@/lib/experiment/fields/list_fields.ts";
import { orderField } from "@/lib/experiment/fields/text_fields.ts";
import { type SamplerSettings, STAGE_NAMES, type StageName } from "@/lib/lm/sampler/settings.ts";

/** What /softmax computes. */
export interface SoftmaxQuery extends Omit<SamplerSettings, "repetition_penalty"> {
  readonly logits: readonly number[];
  /** One for each logit; fewer where the rest have no name. */
  readonly labels: readonly string[];
  /** Added to every logit: it changes nothing, which is the point. */
  readonly add: number;
  /** NumPy's `default_rng(seed)`. */
  readonly seed: number;
  readonly draws: number;
}

/** The five logits that the page opens with. */
const LOGITS = [3, 1.5, -1, -2, -3];
const LABELS = ["correctly", "slowly", "angrily", "the", "</s>"];

/** The stages that a page without a context has. */
export const SOFTMAX_STAGES = STAGE_NAMES.filter((name): name is Exclude<StageName, "repetition_penalty"> =>
  name !== "repetition_penalty"
);

/** A stage that cuts. */
export type CutName = Exclude<typeof SOFTMAX_STAGES[number], "temperature">;

/** The stages that cut, in their default order. */
export const CUTS = SOFTMAX_STAGES.filter((name): name is CutName => name !== "temperature");

const { repetition_penalty: _, ...STAGES_HERE } = STAGE_FIELDS;

/** One row per field. */
export const SOFTMAX_FIELDS = {
  labels: wordsField([], { most: MAX_LOGITS, longest: MAX_TOKEN_LENGTH }),
  logits: numbersField(LOGITS, { most: MAX_LOGITS }),
  ...STAGES_HERE,
  stages: orderField<StageName>(SOFTMAX_STAGES),
  add: numberField(0, -1e6, 1e6),
  seed: integerField(0, 0, Number.MAX_SAFE_INTEGER),
  draws: integerField(8, 0, MAX_DRAWS),
} satisfies FieldTable<SoftmaxQuery>;

/** A name for each logit: the one given, that of the page's own example, or its number. */
export function labelsOf({ logits, labels }: Pick<SoftmaxQuery, "logits" | "labels">): string[] {
  const isExample = labels.length === 0 && logits.join() === LOGITS.join();
  const names = isExample ? LABELS : labels;
  return logits.map((_, index) => names[index] ?? `token ${index}`);
}
