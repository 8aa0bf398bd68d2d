import { cutContext, suffixEntries } from "@/lib/lm/ngram/context.ts";
import { countNgrams, type NgramCounts } from "@/lib/lm/ngram/counts.ts";
import type { NgramDistribution } from "@/lib/lm/ngram/distribution.ts";
import { modifiedDiscounts } from "@/lib/lm/ngram/discounts.ts";
import { discounted, oneDiscount } from "@/lib/lm/ngram/estimates.ts";
import { type NgramEvents, ngramEvents } from "@/lib/lm/ngram/events.ts";
import { interpolatedNgrams, type InterpolationOptions } from "@/lib/lm/ngram/interpolation.ts";
import type { MadeNgrams, NgramMaking } from "@/lib/lm/ngram/making.ts";
import { BEGIN } from "@/lib/lm/ngram/vocabulary.ts";

/** Interpolated Kneser-Ney with one discount, as the convention has it. */
export function kneserNey(making: NgramMaking): MadeNgrams {
  const discounts = oneDiscount(making.parameters.discount);
  if (making.options.convention === "nltk") return nltkKneserNey(making);
  const { counts, events, options } = textbookEvents(making);
  const estimates = events.map((event) => discounted(event, discounts));
  return { distribution: interpolatedNgrams(counts, estimates, options) };
}

/** Interpolated Kneser-Ney with three estimated discounts an order (Chen and Goodman 1999). */
export function modifiedKneserNey(making: NgramMaking): MadeNgrams {
  const { counts, events, options } = textbookEvents(making);
  const discounts = modifiedDiscounts(counts, events, {
    lmplzLastNgram: making.options.smoothing.lmplz_last_ngram === true && making.uniform !== null,
  });
  const estimates = events.map((event, index) => discounted(event, discounts[index]!.discounts));
  const made = { distribution: interpolatedNgrams(counts, estimates, options), discounts };
  if (making.options.convention === "kenlm") return made;
  return { ...made, ...unigramCounts(making, { counts, events }), notes: () => [NLTK_HAS_NO_MODIFIED] };
}

interface KneserNeyEvents {
  readonly counts: NgramCounts;
  readonly events: readonly NgramEvents[];
  readonly options: InterpolationOptions;
}

/**
 * The counts of Chen and Goodman's formula. KenLM's way: one `<s>`, whose n-grams keep raw counts, unigrams
 * mixed with 1/|V|. Else order - 1 `<s>`, one `</s>`, continuation counts below the longest n-gram throughout.
 */
function textbookEvents(making: NgramMaking): KneserNeyEvents {
  const { order, convention, tokenIds } = making.options;
  if (convention === "kenlm") {
    const events = ngramEvents(making.counts, { continuation: true, keepBegin: true });
    return { counts: making.counts, events, options: making };
  }
  const padding = { begin: order - 1, end: 1 };
  const counts = countNgrams(making.stream, { order, vocabularySize: tokenIds, padding });
  const options: InterpolationOptions = {
    predicts: (word) => word !== BEGIN,
    readContext: (context) => cutContext(context, order - 1),
    uniform: null,
  };
  return { counts, events: ngramEvents(counts, { continuation: true }), options };
}

/**
 * At order 1 NLTK writes no marks at all, while the textbook counts one `</s>` a sentence: the row has to show it, or
 * its shares would not add up to 1. At longer orders the convention's own raw counts are shown.
 */
function unigramCounts(
  making: NgramMaking,
  counted: NonNullable<MadeNgrams["counted"]>,
): Pick<MadeNgrams, "counted"> {
  return making.options.order === 1 ? { counted } : {};
}

/**
 * NLTK's KneserNeyInterpolated where it is a distribution. From order 3 on it does not sum to 1 after
 * order - 2 and order - 1 copies of `<s>`, nor is it defined at order 1: there the textbook's formula answers.
 */
function nltkKneserNey(making: NgramMaking): MadeNgrams {
  const { order } = making.options;
  const discounts = oneDiscount(making.parameters.discount);
  const book = textbookEvents(making);
  const textbook = interpolatedNgrams(
    book.counts,
    book.events.map((event) => discounted(event, discounts)),
    book.options,
  );
  if (order === 1) {
    return { distribution: textbook, ...unigramCounts(making, book), notes: () => [NLTK_UNDEFINED] };
  }
  const nltk = nltkDistribution(making);
  if (order === 2) return { distribution: nltk };
  const choose = (context: readonly number[]) => isSentenceStart(making, context) ? textbook : nltk;
  return {
    distribution: {
      predicts: nltk.predicts,
      probability: (context, word) => choose(context).probability(context, word),
      distribution: (context) => choose(context).distribution(context),
      backoff: (context) => choose(context).backoff(context),
    },
    notes: (context) => isSentenceStart(making, context) ? [NLTK_DOES_NOT_SUM] : [],
  };
}

/**
 * NLTK's formula: continuation counts that include `<s>` and repeated `</s>` as words, and for gamma the
 * number of distinct words in the raw counts.
 */
function nltkDistribution(making: NgramMaking): NgramDistribution {
  const discounts = oneDiscount(making.parameters.discount);
  const events = ngramEvents(making.counts, { continuation: true, predictBegin: true });
  const estimates = events.map((event, index) => discounted(event, discounts, making.events[index]!.types));
  return interpolatedNgrams(making.counts, estimates, making);
}

/** Whether the longest suffix of the context that was seen is order - 2 or more `<s>` and nothing else. */
function isSentenceStart(making: NgramMaking, context: readonly number[]): boolean {
  const read = making.readContext(context);
  const length = suffixEntries(making.counts, read).findLastIndex((entry) => entry >= 0);
  const suffix = read.slice(read.length - length);
  return length >= making.options.order - 2 && suffix.every((id) => id === BEGIN);
}

const NLTK_UNDEFINED =
  "NLTK's Kneser-Ney divides by zero at order 1; these are the textbook's figures: counts over their total, one </s> " +
  "a sentence among them.";
const NLTK_DOES_NOT_SUM =
  "NLTK's Kneser-Ney does not sum to 1 at the start of a sentence from order 3 on; these are the textbook's figures " +
  "with NLTK's <s> padding and one </s>, where <s> is never predicted.";
const NLTK_HAS_NO_MODIFIED =
  "NLTK has no modified Kneser-Ney; these are the textbook's figures with NLTK's <s> padding and one </s>, where " +
  "<s> is never predicted.";
