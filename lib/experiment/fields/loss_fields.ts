/**
 * The query of /loss: the fields of the API's `loss` and `shift`, and a text to score.
 *
 * @module
 */
import {
  MAX_LOGIT_CELLS,
  MAX_POSITIONS,
  MAX_TOKEN_LENGTH,
} from "@/lib/experiment/fields/calculation_limits.ts";
import type { FieldTable } from "@/lib/experiment/codec.ts";
import { EMBEDDED_MODELS, type EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import { choiceField, optionalIntegerField } from "@/lib/experiment/fields/field.ts";
import { numbersField, rowsField, wordsField } from "@/lib/experiment/fields/list_fields.ts";
import { limited, textField } from "@/lib/experiment/fields/text_fields.ts";

/** What /loss computes from: the first that is given of text, probabilities, losses, and logits with targets. */
export interface LossQuery {
  /** `logits` for logits and targets also where they are the page's own; `auto` for what is given. */
  readonly from: "auto" | "logits";
  /** Text to score under `model`; empty where none is scored. */
  readonly text: string;
  readonly model: EmbeddedName;
  /** The probability that a model gave each true token; empty where not given. */
  readonly probabilities: readonly number[];
  /** The loss at each position, in nats; empty where not given. */
  readonly losses_nats: readonly number[];
  readonly logits: readonly (readonly number[])[];
  readonly targets: readonly number[];
  /** The row of tokens that is shifted; its distinct tokens, in order, name the ids of the targets. */
  readonly tokens: readonly string[];
  /** Words and bytes of the text, to spread the loss over. */
  readonly words: number | null;
  readonly bytes: number | null;
}

/** The most characters of a text that is scored. */
const MAX_SCORED_LENGTH = 4000;

const LOGITS = [[0, 3, 0.5, -1, -2], [-1, 0.1, 2.5, 0, -2], [-1, 0, 0.2, 2, -1.5], [-2, 0, -1, -0.5, 2.4]];
const TARGETS = [1, 2, 3, 4];
const TOKENS = ["<bos>", "package", "left", "hub", "<eos>"];

/** One row per field. */
export const LOSS_FIELDS = {
  from: choiceField<"auto" | "logits">("auto", ["auto", "logits"]),
  text: limited(textField(""), MAX_SCORED_LENGTH),
  model: choiceField("counts", EMBEDDED_MODELS),
  probabilities: numbersField([], { most: MAX_POSITIONS, min: 0, max: 1 }),
  losses_nats: numbersField([], { most: MAX_POSITIONS, min: 0 }),
  logits: rowsField(LOGITS, { most: MAX_LOGIT_CELLS, mostRows: MAX_POSITIONS }),
  targets: numbersField(TARGETS, { most: MAX_POSITIONS, min: 0, whole: true }),
  tokens: wordsField(TOKENS, { most: MAX_POSITIONS, longest: MAX_TOKEN_LENGTH }),
  words: optionalIntegerField(1, Number.MAX_SAFE_INTEGER),
  bytes: optionalIntegerField(1, Number.MAX_SAFE_INTEGER),
} satisfies FieldTable<LossQuery>;

/** What a loss is computed from. */
export type LossMode = "text" | "probabilities" | "losses" | "logits";

/** Three coins and a surprise: what the page opens with. */
const COINS: readonly number[] = [0.5, 0.5, 0.5, 0.125];

/** Which input of a query counts: the first that is given; without any, the page's three coins and a surprise. */
export function lossMode(query: LossQuery): LossMode {
  const { text, probabilities, losses_nats } = query;
  if (text !== "") return "text";
  if (probabilities.length > 0) return "probabilities";
  if (losses_nats.length > 0) return "losses";
  return isBare(query) ? "probabilities" : "logits";
}

/** The probabilities that a query means, also where it gives none. */
export function probabilitiesOf(query: LossQuery): readonly number[] {
  return query.probabilities.length > 0 || !isBare(query) ? query.probabilities : COINS;
}

/** Whether neither a source nor the logits' own parts are given. */
function isBare({ from, text, probabilities, losses_nats, logits, targets, tokens }: LossQuery): boolean {
  return from === "auto" && text === "" && probabilities.length + losses_nats.length === 0 &&
    JSON.stringify([logits, targets, tokens]) === JSON.stringify([LOGITS, TARGETS, TOKENS]);
}
