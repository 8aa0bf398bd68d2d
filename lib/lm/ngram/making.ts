import { collapseBegin, cutContext } from "@/lib/lm/ngram/context.ts";
import { countNgrams, type NgramCounts } from "@/lib/lm/ngram/counts.ts";
import type { NgramDistribution } from "@/lib/lm/ngram/distribution.ts";
import type { ModifiedDiscounts } from "@/lib/lm/ngram/discounts.ts";
import type { LevelEstimate } from "@/lib/lm/ngram/estimates.ts";
import { type NgramEvents, ngramEvents } from "@/lib/lm/ngram/events.ts";
import { interpolatedNgrams, type InterpolationOptions } from "@/lib/lm/ngram/interpolation.ts";
import { type Smoothing, type SmoothingParameters, smoothingParameters } from "@/lib/lm/ngram/smoothing.ts";
import type { NgramPadding, NgramStream } from "@/lib/lm/ngram/stream.ts";
import { BEGIN, END, MARKS, type NgramConvention } from "@/lib/lm/ngram/vocabulary.ts";

/** Everything that fixes an n-gram model besides its corpus. */
export interface NgramSettings {
  /** Longest n-gram, 1 to 6. */
  readonly order: number;
  readonly convention: NgramConvention;
  readonly smoothing: Smoothing;
}

/** Settings, and what the counting needs. */
export interface NgramModelOptions extends NgramSettings {
  /** Number of ids in the stream's vocabulary, marks included. */
  readonly tokenIds: number;
  /** Called now and then with the share of the counting that is done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** What every smoothing method starts from. */
export interface NgramMaking extends InterpolationOptions {
  readonly stream: NgramStream;
  readonly options: NgramModelOptions;
  readonly parameters: SmoothingParameters;
  /** The counts with the convention's padding. */
  readonly counts: NgramCounts;
  /** Raw counts of the events, by length. */
  readonly events: readonly NgramEvents[];
  /** |V| as the convention counts it. */
  readonly vocabularySize: number;
}

/** What a smoothing method gives. */
export interface MadeNgrams {
  readonly distribution: NgramDistribution;
  /** The discounts of modified Kneser-Ney, by order. */
  readonly discounts?: readonly ModifiedDiscounts[];
  /** What someone who compares figures should know. */
  readonly notes?: (context: readonly number[]) => string[];
  /** What rows and totals show where the convention's own counts are not those of the distribution. */
  readonly counted?: { readonly counts: NgramCounts; readonly events: readonly NgramEvents[] };
}

/** Counts the corpus with the convention's padding and says what the convention predicts. */
export function startNgrams(stream: NgramStream, options: NgramModelOptions): NgramMaking {
  const { order, convention, tokenIds, onProgress } = options;
  const kenlm = convention === "kenlm";
  const parameters = smoothingParameters(options.smoothing);
  const counts = countNgrams(stream, {
    order,
    vocabularySize: tokenIds,
    padding: conventionPadding(convention, order),
    ...(onProgress && { onProgress }),
  });
  const vocabularySize = tokenIds - MARKS + (kenlm ? 2 : order === 1 ? 1 : 3);
  return {
    stream,
    options,
    parameters,
    counts,
    events: ngramEvents(counts, { predictBegin: !kenlm }),
    vocabularySize,
    uniform: kenlm ? vocabularySize : null,
    predicts: kenlm ? (word) => word !== BEGIN : (word) => order > 1 || (word !== BEGIN && word !== END),
    readContext: (context) => cutContext(kenlm ? collapseBegin(context) : context, order - 1),
  };
}

/** The marks a convention writes around a sentence: one each (KenLM), or order - 1 each (NLTK). */
function conventionPadding(convention: NgramConvention, order: number): NgramPadding {
  const marks = convention === "kenlm" ? 1 : order - 1;
  return { begin: marks, end: marks };
}

/** Interpolates the raw counts of all orders. */
export function interpolateEvents(
  making: NgramMaking,
  estimate: (events: NgramEvents) => LevelEstimate,
): MadeNgrams {
  return { distribution: interpolatedNgrams(making.counts, making.events.map(estimate), making) };
}
