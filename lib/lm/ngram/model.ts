import type { NgramCounts } from "@/lib/lm/ngram/counts.ts";
import type { NgramDistribution } from "@/lib/lm/ngram/distribution.ts";
import type { ModifiedDiscounts } from "@/lib/lm/ngram/discounts.ts";
import { discounted, jelinekMercer, oneDiscount, wittenBell } from "@/lib/lm/ngram/estimates.ts";
import type { NgramEvents } from "@/lib/lm/ngram/events.ts";
import { kneserNey, modifiedKneserNey } from "@/lib/lm/ngram/kneser_ney.ts";
import {
  interpolateEvents,
  type MadeNgrams,
  type NgramMaking,
  type NgramModelOptions,
  type NgramSettings,
  startNgrams,
} from "@/lib/lm/ngram/making.ts";
import { type Smoothing, smoothingParameters } from "@/lib/lm/ngram/smoothing.ts";
import { addKNgrams, stupidBackoffNgrams } from "@/lib/lm/ngram/relative_frequency.ts";
import type { NgramStream } from "@/lib/lm/ngram/stream.ts";
import { UNKNOWN } from "@/lib/lm/ngram/vocabulary.ts";

/** A count model of the next token with what it was made from. */
export interface NgramModel extends NgramDistribution {
  readonly settings: NgramSettings;
  /** The counts with the convention's padding, or with the textbook's where that formula answers at order 1. */
  readonly counts: NgramCounts;
  /** Raw counts of the events, by length: what rows and totals show. */
  readonly events: readonly NgramEvents[];
  /** |V| as the convention counts it. */
  readonly vocabularySize: number;
  /** The discounts of modified Kneser-Ney, by order; null for the other methods. */
  readonly discounts: readonly ModifiedDiscounts[] | null;
  /** The id under which a token counts: the convention may not have a mark as a word. */
  readWord(id: number): number;
  /** What someone who compares figures after this context should know. */
  notes(context: readonly number[]): string[];
}

/**
 * Counts a corpus and smooths the counts.
 *
 * - `kenlm`: one `<s>` and one `</s>` a sentence; `<s>` is never predicted; V is the words, `</s>` and `<unk>`;
 *   n-grams that begin with `<s>` keep raw counts; unigrams are mixed with 1/|V|.
 * - `nltk`: order - 1 `<s>` before and order - 1 `</s>` after, all of them words; V is these words and `<UNK>`.
 *
 * @throws {RangeError} If the order or a smoothing parameter is outside its range.
 */
export function createNgramModel(stream: NgramStream, options: NgramModelOptions): NgramModel {
  return finish(startNgrams(stream, options));
}

/** Counts that are smoothed in any way, without counting again. */
export type CountedNgrams = (smoothing: Smoothing) => NgramModel;

/** Models that are kept, so that a table of methods makes each once. */
const KEPT_MODELS = 12;

/**
 * Counts a corpus once for all smoothing methods. The function it gives throws a RangeError if a smoothing parameter
 * is outside its range.
 *
 * @throws {RangeError} If the order is outside its range.
 */
export function countCorpus(
  stream: NgramStream,
  options: Omit<NgramModelOptions, "smoothing">,
): CountedNgrams {
  const making = startNgrams(stream, { ...options, smoothing: { method: "none" } });
  const kept = new Map<string, NgramModel>();
  return (smoothing) => {
    const parameters = smoothingParameters(smoothing);
    const key = JSON.stringify([smoothing.method, parameters, smoothing.lmplz_last_ngram]);
    const model = kept.get(key) ?? finish({ ...making, parameters, options: { ...options, smoothing } });
    if (kept.size >= KEPT_MODELS) kept.clear();
    kept.set(key, model);
    return model;
  };
}

function finish(making: NgramMaking): NgramModel {
  const { order, convention, smoothing } = making.options;
  const made = smooth(making);
  const unpadded = convention === "nltk" && order === 1;
  return {
    ...made.distribution,
    settings: { order, convention, smoothing },
    counts: making.counts,
    events: making.events,
    ...made.counted,
    vocabularySize: making.vocabularySize,
    discounts: made.discounts ?? null,
    readWord: (id) => unpadded && !made.distribution.predicts(id) ? UNKNOWN : id,
    notes: made.notes ?? (() => []),
  };
}

function smooth(making: NgramMaking): MadeNgrams {
  const { parameters } = making;
  switch (making.options.smoothing.method) {
    case "none":
      return relativeFrequencies(making, 0);
    case "add_k":
      return relativeFrequencies(making, parameters.k);
    case "jelinek_mercer":
      return interpolateEvents(making, (events) => jelinekMercer(events, parameters.lambda));
    case "absolute_discounting":
      return interpolateEvents(making, (events) => discounted(events, oneDiscount(parameters.discount)));
    case "witten_bell":
      return interpolateEvents(making, wittenBell);
    case "kneser_ney":
      return kneserNey(making);
    case "modified_kneser_ney":
      return modifiedKneserNey(making);
    case "stupid_backoff":
      return stupidBackoff(making);
  }
}

function relativeFrequencies(making: NgramMaking, k: number): MadeNgrams {
  const { counts, events, options } = making;
  const nltk = options.convention === "nltk";
  // NLTK looks a context up as it was given: one that is longer than order - 1 was never seen.
  const readContext = nltk ? (context: readonly number[]) => context : making.readContext;
  const distribution = addKNgrams(counts, events, { ...making, readContext, k });
  if (k > 0) return { distribution };
  const unseen = (context: readonly number[]) => !distribution.backoff(context)[0]!.used;
  return { distribution, notes: (context) => unseen(context) ? [UNSEEN] : [] };
}

function stupidBackoff(making: NgramMaking): MadeNgrams {
  const { counts, events, parameters } = making;
  const distribution = stupidBackoffNgrams(counts, events, { ...making, alpha: parameters.alpha });
  return { distribution, notes: () => [SCORES] };
}

const UNSEEN = "This context never occurs, so counts give every token 0: there is no distribution after it.";
const SCORES = "Stupid backoff gives scores, not probabilities: they do not sum to 1.";
