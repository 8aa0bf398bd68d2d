/**
 * Everything that /ngram shows of a counted corpus, as plain data: what a worker or a server hands to the page.
 *
 * @module
 */
import { generateNgrams } from "@/lib/lm/ngram/generate.ts";
import type { Smoothing } from "@/lib/lm/ngram/smoothing.ts";
import { MARKS } from "@/lib/lm/ngram/vocabulary.ts";
import { type MatrixView, matrixView, type MatrixWindow } from "@/lib/lm/ngram/study/matrix_view.ts";
import { measure, type MeasuresView } from "@/lib/lm/ngram/study/measures.ts";
import { nextTokens, type NextView } from "@/lib/lm/ngram/study/next_tokens.ts";
import { seenContexts } from "@/lib/lm/ngram/study/answer.ts";
import type { Study } from "@/lib/lm/ngram/study/study.ts";
import { unseenEvents, type UnseenView } from "@/lib/lm/ngram/study/unseen_events.ts";

/** What is asked of a counted corpus. */
export interface NgramQuestion {
  readonly smoothing: Smoothing;
  readonly context: readonly string[];
  readonly words: readonly string[];
  /** Held-out sentences; none to take every tenth of the corpus. */
  readonly test: readonly string[];
  /** Rows of the table of next tokens. */
  readonly top: number;
  readonly matrix: MatrixWindow;
  /** NumPy's `default_rng(seed)`. */
  readonly seed: number;
  readonly maxTokens: number;
}

/** A text that was drawn. */
export interface GenerationView {
  readonly start: readonly string[];
  readonly tokens: readonly string[];
  /** The tokens' ids in the corpus' vocabulary, as in {@linkcode NextView}. */
  readonly ids: readonly number[];
  readonly stoppedBy: "end" | "limit" | "dead_end";
}

/** What /ngram shows. */
export interface NgramView {
  readonly sentences: number;
  readonly tokens: number;
  /** Distinct tokens of the corpus. */
  readonly types: number;
  /** |V| as the convention counts it. */
  readonly vocabularySize: number;
  /** Distinct contexts of order - 1 tokens. */
  readonly contexts: number;
  /** Subword merges that were learned; null for words. */
  readonly merges: number | null;
  readonly next: NextView;
  readonly unseen: UnseenView;
  readonly matrix: MatrixView | null;
  readonly generation: GenerationView;
  /** Null until it is measured, and where there is nothing to hold out. */
  readonly measures: MeasuresView | null;
}

/** Whether nothing of a view is left to measure; two sentences can be measured, one has nothing to hold out. */
export function isWhole(view: NgramView | null): boolean {
  return view !== null && (view.measures !== null || view.sentences < 2);
}

/** Answers everything but what takes long. */
export function ngramView(study: Study, question: NgramQuestion): NgramView {
  const { corpus, models } = study;
  const { smoothing, words, top, matrix } = question;
  const model = models(smoothing);
  const context = corpus.context(question.context).map(model.readWord);
  return {
    sentences: corpus.stream.sentences,
    tokens: corpus.stream.tokens,
    types: corpus.vocabulary.size - MARKS,
    vocabularySize: model.vocabularySize,
    contexts: seenContexts(model),
    merges: corpus.bpe?.merges ?? null,
    next: nextTokens(study, model, context, top),
    unseen: unseenEvents(study, smoothing, context, words),
    matrix: matrixView(study, model, matrix),
    generation: generate(study, question, context),
    measures: null,
  };
}

/** {@linkcode measure} for a question. */
export function ngramMeasures(
  study: Study,
  { smoothing, test }: NgramQuestion,
  onProgress?: (done: number) => void,
): MeasuresView | null {
  return measure(study, smoothing, test, onProgress);
}

function generate(study: Study, question: NgramQuestion, context: readonly number[]): GenerationView {
  const { corpus, models } = study;
  const start = context.filter((id) => id === 0 || id >= MARKS);
  const { seed, maxTokens, smoothing } = question;
  const { tokens, stoppedBy } = generateNgrams(models(smoothing), { start, seed, maxTokens });
  return { start: start.map(corpus.write), tokens: tokens.map(corpus.write), ids: tokens, stoppedBy };
}
