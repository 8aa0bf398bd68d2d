import reference from "../../reference/ngram_reference.json" with { type: "json" };
import { createNgramModel, type NgramModel } from "@/lib/lm/ngram/model.ts";
import type { NgramSettings } from "@/lib/lm/ngram/making.ts";
import { encodeSentences } from "@/lib/lm/ngram/stream.ts";
import { createNgramVocabulary, type NgramVocabulary } from "@/lib/lm/ngram/vocabulary.ts";

/** A figure of the reference file: infinite figures are strings, undefined ones null. */
export type Figure = number | string | null;

type ByOrder<T> = Readonly<Record<string, T>>;
type Figures = Readonly<Record<string, readonly Figure[]>>;

/** Scores and perplexities of one tool at one order. */
export interface ToolReference {
  readonly scores: Figures;
  readonly perplexity: Figures;
  readonly vocabulary_size: number;
  readonly discounts?: Readonly<Record<string, readonly (readonly (number | string)[])[]>>;
}

/** KenLM's figures at one order. */
export interface KenlmReference {
  readonly ngram_counts: readonly number[];
  readonly discounts_by_order: readonly (readonly number[])[];
  readonly fallback_orders: readonly number[];
  readonly test_sentences: readonly {
    readonly log10: readonly number[];
    readonly matched_length: readonly number[];
    readonly oov: readonly number[];
  }[];
  readonly arpa_lines: readonly string[];
}

/** One corpus of the reference file. */
export interface CorpusReference {
  readonly name: string;
  readonly sentences: readonly (readonly string[])[];
  readonly test_sentences: readonly (readonly string[])[];
  readonly counts: Readonly<
    Record<"bigrams" | "trigrams", { distinct: number; total: number; top: readonly (string | number)[][] }>
  >;
  readonly probes: ByOrder<readonly (readonly string[])[]>;
  readonly nltk: ByOrder<ToolReference>;
  readonly textbook: ByOrder<ToolReference>;
  readonly kenlm: ByOrder<KenlmReference>;
}

/** The corpora of tests/reference/ngram_reference.json. */
export const CORPORA = reference.corpora as unknown as readonly CorpusReference[];

/** A model of the reference's sentences. */
export interface ReferenceModel {
  readonly model: NgramModel;
  readonly vocabulary: NgramVocabulary;
  ids(tokens: readonly string[]): number[];
}

/** Counts and smooths a reference corpus. */
export function referenceModel(
  sentences: readonly (readonly string[])[],
  settings: NgramSettings,
): ReferenceModel {
  const vocabulary = createNgramVocabulary(settings.convention);
  const stream = encodeSentences(sentences, vocabulary);
  const model = createNgramModel(stream, { ...settings, tokenIds: vocabulary.size });
  return { model, vocabulary, ids: (tokens) => tokens.map((token) => vocabulary.id(token)) };
}

/** `order_3` is 3. */
export function orderOf(name: string): number {
  return Number(name.slice("order_".length));
}
