/**
 * The query of /ngram: the fields of the API's `ngram`, with a text or a shipped corpus, and what the page shows of it.
 *
 * @module
 */
import { splitWords } from "@/lib/lm/white_space.ts";
import {
  MAX_CONTEXT_TOKENS,
  MAX_DRAWN_TOKENS,
  MAX_MERGES,
  MAX_WORDS,
} from "@/lib/experiment/fields/ngram_limits.ts";
import type { FieldTable } from "@/lib/experiment/codec.ts";
import {
  type BadValue,
  choiceField,
  type Field,
  integerField,
  numberField,
  scalarField,
} from "@/lib/experiment/fields/field.ts";
import { normalizeText, textField } from "@/lib/experiment/fields/text_fields.ts";
import { MAX_ORDER } from "@/lib/lm/ngram/counts.ts";
import { NGRAM_UNITS, type NgramUnit } from "@/lib/lm/ngram/corpus.ts";
import {
  type Smoothing,
  SMOOTHING_DEFAULTS,
  SMOOTHING_METHODS,
  type SmoothingMethod,
} from "@/lib/lm/ngram/smoothing.ts";
import { NGRAM_CONVENTIONS, type NgramConvention } from "@/lib/lm/ngram/vocabulary.ts";

/** The corpora that come with the site; `messages` are six sentences. */
export const SHIPPED_CORPORA = ["messages", "parcel_messages", "parcel_world", "everyday"] as const;

/** One of {@linkcode SHIPPED_CORPORA}. */
export type ShippedCorpus = typeof SHIPPED_CORPORA[number];

/** What /ngram computes. */
export interface NgramQuery {
  /** A shipped corpus' id, or sentences, one a line. */
  readonly corpus: string;
  /** The visitor's own sentences, one a line; they count in place of `corpus`. */
  readonly text: string;
  readonly unit: NgramUnit;
  readonly merges: number;
  readonly order: number;
  readonly smoothing: SmoothingMethod;
  readonly k: number;
  readonly lambda: number;
  readonly discount: number;
  readonly alpha: number;
  readonly convention: NgramConvention;
  /** Words before the next token, separated by spaces. */
  readonly context: string;
  /** Words whose probability is compared, separated by spaces. */
  readonly words: string;
  /** Held-out sentences, one a line; empty to hold out a tenth of the corpus. */
  readonly test: string;
  /** NumPy's `default_rng(seed)`. */
  readonly seed: number;
  readonly max_tokens: number;
  /** Rows of the table of next tokens. */
  readonly top: number;
  /** First rank of the matrix' rows and columns, and how many are shown. */
  readonly row: number;
  readonly column: number;
  readonly size: number;
}

const DEFAULTS = SMOOTHING_DEFAULTS;
const MAX_RANKS = 100_000_000;

/** One row per field. */
export const NGRAM_FIELDS = {
  corpus: corpusField(),
  text: textField(""),
  unit: choiceField<NgramUnit>("words", NGRAM_UNITS),
  merges: integerField(200, 0, MAX_MERGES),
  order: integerField(2, 1, MAX_ORDER),
  smoothing: choiceField<SmoothingMethod>("none", SMOOTHING_METHODS),
  k: numberField(DEFAULTS.k, Number.MIN_VALUE, 1e9),
  lambda: numberField(DEFAULTS.lambda, 0, 1),
  discount: numberField(DEFAULTS.discount, 0, 1),
  alpha: numberField(DEFAULTS.alpha, 0, 1),
  convention: choiceField<NgramConvention>("kenlm", NGRAM_CONVENTIONS),
  context: wordsLine("left", MAX_CONTEXT_TOKENS),
  words: wordsLine("warehouse depot", MAX_WORDS),
  test: textField(""),
  seed: integerField(0, 0, Number.MAX_SAFE_INTEGER),
  max_tokens: integerField(20, 1, MAX_DRAWN_TOKENS),
  top: integerField(12, 1, 100),
  row: integerField(1, 1, MAX_RANKS),
  column: integerField(1, 1, MAX_RANKS),
  size: integerField(12, 2, 40),
} satisfies FieldTable<NgramQuery>;

/** Whether a corpus is one that comes with the site. */
export function isShipped(corpus: string): corpus is ShippedCorpus {
  return SHIPPED_CORPORA.some((id) => id === corpus);
}

/** The smoothing that a query asks for. */
export function smoothingOf({ smoothing, k, lambda, discount, alpha }: NgramQuery): Smoothing {
  return { method: smoothing, k, lambda, discount, alpha };
}

/** A corpus' id, or sentences: one a line, or one for each time the name is given, as the API's list. */
function corpusField(): Field<string> {
  const check = (value: string) => normalizeText(value) === value ? null : "has carriage returns";
  return {
    initial: "messages",
    repeatable: true,
    acceptsEmpty: false,
    parse: (values): string | BadValue => normalizeText(values.join("\n")),
    format: (value) => value.split("\n"),
    check,
  };
}

/** Words on one line, up to a limit. */
function wordsLine(initial: string, most: number): Field<string> {
  return scalarField({
    initial,
    acceptsEmpty: true,
    parse: (text) => normalizeText(text).replaceAll("\n", " "),
    format: (value) => value,
    check: (value) => splitWords(value).length <= most ? null : `holds more than ${most} words`,
  });
}
