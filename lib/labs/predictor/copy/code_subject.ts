import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { ModelId, TokenId } from "@/lib/lm/language_model.ts";

/** What code is written about. */
export interface CodeSubject {
  readonly query: PredictorQuery;
  /** The model that answers. */
  readonly model: ModelId;
  readonly endTokens: readonly TokenId[];
  /** Address of the experiment. */
  readonly link: string;
}
