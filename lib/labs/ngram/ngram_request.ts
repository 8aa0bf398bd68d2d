/**
 * From a query of /ngram to what the counting needs: sentences, settings and a question.
 *
 * @module
 */
import { splitWords } from "@/lib/lm/white_space.ts";
import {
  isShipped,
  type NgramQuery,
  type ShippedCorpus,
  smoothingOf,
} from "@/lib/experiment/fields/ngram_fields.ts";
import { sentencesOf } from "@/lib/lm/ngram/corpus.ts";
import type { NgramQuestion } from "@/lib/lm/ngram/study/view.ts";
import type { StudySettings } from "@/lib/lm/ngram/study/study.ts";

/** Where a corpus is. */
export type CorpusSource =
  | { readonly kind: "shipped"; readonly id: ShippedCorpus }
  | { readonly kind: "text"; readonly text: string };

/** The six messages that the page opens with. */
export const SIX_MESSAGES = [
  "package left warehouse",
  "package left warehouse",
  "parcel left hub",
  "parcel left warehouse",
  "order left hub",
  "order left carrier",
].join("\n");

/** Which corpus a query means: its own text, sentences of its address, or one that comes with the site. */
export function corpusSource({ text, corpus }: NgramQuery): CorpusSource {
  if (text.trim() !== "") return { kind: "text", text };
  if (isShipped(corpus) && corpus !== "messages") return { kind: "shipped", id: corpus };
  return { kind: "text", text: corpus === "messages" ? SIX_MESSAGES : corpus };
}

/** What has to be counted again if it changes. */
export function studySettings({ order, convention, unit, merges }: NgramQuery): StudySettings {
  return { order, convention, unit, merges };
}

/** What is asked of the counts. */
export function ngramQuestion(query: NgramQuery): NgramQuestion {
  const { context, words, test, top, row, column, size, seed, max_tokens } = query;
  return {
    smoothing: smoothingOf(query),
    context: splitWords(context),
    words: [...new Set(splitWords(words))],
    test: sentencesOf(test),
    top,
    matrix: { row, column, size },
    seed,
    maxTokens: max_tokens,
  };
}

/** The problem of a text without sentences: it says what to do. */
export const NO_SENTENCES = "The corpus is empty: write or paste sentences, one a line, or choose a corpus.";
