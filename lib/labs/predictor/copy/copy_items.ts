/**
 * What can be copied from the predictor.
 *
 * @module
 */
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { isHubModel } from "@/lib/labs/predictor/model_choice.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { ModelId, TokenId } from "@/lib/lm/language_model.ts";

/** A form in which something can be copied. */
export type CopyKind = "link" | "csv" | "json" | "python" | "typescript";

/** One entry of the menu. */
interface CopyChoice {
  readonly kind: CopyKind;
  readonly label: string;
}

/** What code is written about. */
export interface CodeSubject {
  readonly query: PredictorQuery;
  /** The model that answers. */
  readonly model: ModelId;
  readonly endTokens: readonly TokenId[];
  /** Address of the experiment. */
  readonly link: string;
}

const LINK: CopyChoice = { kind: "link", label: "Link to this experiment" };
const TABLE: readonly CopyChoice[] = [
  { kind: "csv", label: "Table as CSV" },
  { kind: "json", label: "Table as JSON" },
];
const CODE: readonly CopyChoice[] = [
  { kind: "python", label: "Python (transformers + NumPy)" },
  { kind: "typescript", label: "TypeScript (transformers.js)" },
];

/** What can be copied now: code only where a hub model answers, for no library runs the site's own ones. */
export function copyItems({ state, views }: PredictorLab): CopyChoice[] {
  const model = state.prediction.value?.model;
  const code = model !== undefined && isHubModel(model) ? CODE : [];
  return [LINK, ...(views.distribution.value ? TABLE : []), ...code];
}
