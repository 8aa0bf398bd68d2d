/**
 * The predictor's query as a table: one row per name of the address.
 *
 * @module
 */
import {
  type FieldTable,
  formatFields,
  initialState,
  type ParsedQuery,
  parseFields,
} from "@/lib/experiment/codec.ts";
import {
  choiceField,
  integerField,
  nameField,
  optionalIntegerField,
  switchField,
} from "@/lib/experiment/fields/field.ts";
import {
  DEFAULT_MODEL,
  EMBEDDED_MODELS,
  HEADS,
  type PredictorQuery,
  TRAINED_MODEL,
} from "@/lib/experiment/fields/predictor_query.ts";
import { STAGE_FIELDS } from "@/lib/experiment/fields/stage_fields.ts";
import {
  branchesField,
  headsField,
  orderField,
  phrasesField,
  textField,
  tokensField,
} from "@/lib/experiment/fields/text_fields.ts";
import { CONTEXT_POLICIES } from "@/lib/lm/generation/context_policy.ts";
import type { PickMode } from "@/lib/lm/sampler/pick_mode.ts";
import { STAGE_NAMES } from "@/lib/lm/sampler/settings.ts";
import { DTYPES } from "@/lib/models/dtype_names.ts";
import { DEVICES } from "@/lib/models/model_provider.ts";

const PART = "[A-Za-z0-9][\\w.-]{0,95}";
const MODEL_NAME = new RegExp(`^(?:${[...EMBEDDED_MODELS, TRAINED_MODEL].join("|")}|${PART}/${PART})$`);
const REVISION = /^(?!.*\.\.)[A-Za-z0-9][\w./@-]{0,119}$/;
const DTYPE = new RegExp(`^(?:auto|${DTYPES.join("|")})$`);
const PICKS: readonly PickMode[] = ["greedy", "sample"];

/** One row per field: default, reading, writing and check. */
export const PREDICTOR_FIELDS = {
  text: textField("The package left the"),
  model: nameField(DEFAULT_MODEL, MODEL_NAME, "is neither a model here nor OWNER/NAME"),
  revision: nameField("", REVISION, "is no commit, tag or branch"),
  dtype: nameField("auto", DTYPE, "is no weight format"),
  device: choiceField("auto", DEVICES),
  chat: switchField(false),
  ...STAGE_FIELDS,
  stages: orderField(STAGE_NAMES),
  pick: choiceField("greedy", PICKS),
  seed: integerField(0, 0, Number.MAX_SAFE_INTEGER),
  max_tokens: integerField(32, 0, 100_000),
  stop: phrasesField(),
  stop_at_end: switchField(true),
  blocked: phrasesField(),
  context_limit: optionalIntegerField(1, 10_000_000),
  context_policy: choiceField("reject", CONTEXT_POLICIES),
  path: tokensField(),
  branches: branchesField(),
  top: integerField(10, 1, 1000),
  beside: nameField("", MODEL_NAME, "is neither a model here nor OWNER/NAME"),
  heads_off: headsField(HEADS.layers, HEADS.each),
} satisfies FieldTable<PredictorQuery>;

/** What an address without a query holds. */
export const DEFAULT_QUERY: PredictorQuery = initialState<PredictorQuery>(PREDICTOR_FIELDS);

/** Reads the predictor's state from an address. */
export function parsePredictorQuery(params: URLSearchParams): ParsedQuery<PredictorQuery> {
  return parseFields(PREDICTOR_FIELDS, params);
}

/** Writes the predictor's state as an address' query. */
export function formatPredictorQuery(query: PredictorQuery): URLSearchParams {
  return formatFields(PREDICTOR_FIELDS, query);
}
