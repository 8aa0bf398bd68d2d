/**
 * A corpus that was counted, with what is measured on the part of it that was held out.
 *
 * @module
 */
import { type CorpusOptions, type NgramCorpus, readCorpus } from "@/lib/lm/ngram/corpus.ts";
import { countCorpus, type CountedNgrams } from "@/lib/lm/ngram/model.ts";

/** What a study counts, and how. */
export interface StudySettings extends Omit<CorpusOptions, "onProgress"> {
  /** Longest n-gram, 1 to 6. */
  readonly order: number;
}

/** A counted corpus. */
export interface Study {
  readonly settings: StudySettings;
  readonly sentences: readonly string[];
  readonly corpus: NgramCorpus;
  /** A model of each smoothing over the same counts. */
  readonly models: CountedNgrams;
}

/** A training part and held-out sentences. */
export interface HeldOut {
  readonly study: Study;
  readonly sentences: readonly string[];
  /** Whether the held-out sentences were taken out of the corpus itself. */
  readonly split: boolean;
}

/** Hold out one sentence in ten at most, and never more than the second number. */
const HELD_OUT_EVERY = 10;
const MAX_HELD_OUT = 2000;

/**
 * Counts a corpus.
 *
 * @param onProgress Called now and then with the share of the work that is done, 0 to 1.
 * @throws {RangeError} If the order is outside its range.
 */
export function createStudy(
  sentences: readonly string[],
  settings: StudySettings,
  onProgress?: (done: number) => void,
): Study {
  const corpus = readCorpus(sentences, { ...settings, onProgress: (done) => onProgress?.(0.3 * done) });
  const models = countCorpus(corpus.stream, {
    order: settings.order,
    convention: settings.convention,
    tokenIds: corpus.vocabulary.size,
    ...(onProgress && { onProgress: (done) => onProgress(0.3 + 0.7 * done) }),
  });
  return { settings, sentences, corpus, models };
}

/**
 * Held-out sentences: those given, or every tenth of the corpus (the last of a shorter one, fewer of a long one), which
 * the counts then do without. Null where a corpus has but one sentence.
 */
export function holdOut(
  study: Study,
  given: readonly string[],
  onProgress?: (done: number) => void,
): HeldOut | null {
  if (given.length > 0) return { study, sentences: given, split: false };
  const { length } = study.sentences;
  const every = Math.min(length, Math.max(HELD_OUT_EVERY, Math.ceil(length / MAX_HELD_OUT)));
  if (every < 2) return null;
  const isHeldOut = (index: number) => index % every === every - 1;
  const train = study.sentences.filter((_, index) => !isHeldOut(index));
  const sentences = study.sentences.filter((_, index) => isHeldOut(index));
  return { study: createStudy(train, study.settings, onProgress), sentences, split: true };
}
