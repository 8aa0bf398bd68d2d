import { indistinguishableContexts } from "@/lib/lm/ngram/indistinguishable_contexts.ts";
import { createNgramModel, type NgramModel } from "@/lib/lm/ngram/model.ts";
import { type Smoothing, SMOOTHING_METHODS, type SmoothingMethod } from "@/lib/lm/ngram/smoothing.ts";
import { ngramSparsity, type OrderSparsity } from "@/lib/lm/ngram/sparsity.ts";
import { ngramRow, type RowEntry, testSentences } from "@/lib/lm/ngram/study/answer.ts";
import { type HeldOut, holdOut, type Study } from "@/lib/lm/ngram/study/study.ts";

/** How well a method predicts the held-out sentences; null where a token has probability 0. */
export interface TestedMethod {
  readonly method: SmoothingMethod;
  readonly tokens: number;
  readonly crossEntropyNats: number | null;
  readonly perplexity: number | null;
}

/** Two contexts that end alike, and what followed them. */
export interface ConfusedView {
  readonly contexts: readonly (readonly string[])[];
  /** Total variation distance of what followed the two, 0 to 1. */
  readonly distance: number;
  /** What a bigram says after both, then what a trigram says after each. */
  readonly rows: readonly { readonly context: readonly string[]; readonly entries: readonly RowEntry[] }[];
}

/** What is measured on a corpus and on held-out sentences. */
export interface MeasuresView {
  readonly heldOutSentences: number;
  /** Whether the held-out sentences were taken out of the corpus. */
  readonly split: boolean;
  readonly tested: readonly TestedMethod[];
  readonly sparsity: readonly OrderSparsity[];
  readonly confused: readonly ConfusedView[];
}

const PAIRS = 3;
const ENTRIES = 4;

/**
 * Measures sparsity, held-out perplexity and what a bigram cannot tell apart. Null where there is nothing to hold out.
 *
 * @param parameters The visitor's own smoothing parameters, for every method.
 * @param given Held-out sentences; none to take every tenth of the corpus.
 */
export function measure(
  study: Study,
  parameters: Smoothing,
  given: readonly string[],
  onProgress?: (done: number) => void,
): MeasuresView | null {
  const heldOut = holdOut(study, given, onProgress && ((done) => onProgress(0.3 * done)));
  if (heldOut === null) return null;
  const tested = SMOOTHING_METHODS.map((method, index) => {
    onProgress?.(0.3 + 0.2 * index / SMOOTHING_METHODS.length);
    return testMethod(heldOut, { ...parameters, method });
  });
  const { study: train, sentences, split } = heldOut;
  const sparsity = ngramSparsity(train.corpus.stream, train.corpus.encode(sentences), {
    tokenIds: train.corpus.vocabulary.size,
    ...(onProgress && { onProgress: (done) => onProgress(0.5 + 0.4 * done) }),
  });
  return { heldOutSentences: sentences.length, split, tested, sparsity, confused: confusedContexts(study) };
}

function testMethod({ study, sentences }: HeldOut, smoothing: Smoothing): TestedMethod {
  const { tokens, crossEntropyNats, perplexity } = testSentences(
    study.corpus,
    study.models(smoothing),
    sentences,
  );
  const finite = (value: number) => Number.isFinite(value) ? value : null;
  return {
    method: smoothing.method,
    tokens,
    crossEntropyNats: finite(crossEntropyNats),
    perplexity: finite(perplexity),
  };
}

/** Pairs of contexts that a bigram cannot tell apart, beside a trigram. */
export function confusedContexts(study: Study): ConfusedView[] {
  const { corpus } = study;
  const trigram = countsOf(study, 3), bigram = countsOf(study, 2);
  return indistinguishableContexts(trigram, PAIRS).map(({ contexts, distance }) => {
    const row = (model: NgramModel, context: readonly number[]) => ({
      context: context.map(corpus.write),
      entries: ngramRow(corpus, model, context).entries.slice(0, ENTRIES),
    });
    const rows = [row(bigram, contexts[0].slice(1)), ...contexts.map((context) => row(trigram, context))];
    return { contexts: contexts.map((context) => context.map(corpus.write)), distance, rows };
  });
}

/** Plain counts of one order, one mark on each side. */
function countsOf({ corpus }: Study, order: number): NgramModel {
  const tokenIds = corpus.vocabulary.size;
  return createNgramModel(corpus.stream, {
    order,
    convention: "kenlm",
    smoothing: { method: "none" },
    tokenIds,
  });
}
