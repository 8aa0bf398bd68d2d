/**
 * The server's answer to an address of /ngram. Counts of the corpora that come with the site are kept; a visitor's own
 * text is counted, answered and forgotten.
 *
 * @module
 */
import { LRUCache } from "lru-cache";
import {
  type NgramQuery,
  SHIPPED_CORPORA,
  type ShippedCorpus,
} from "@/lib/experiment/fields/ngram_fields.ts";
import { corpusSource, ngramQuestion, NO_SENTENCES, studySettings } from "@/lib/labs/ngram/ngram_request.ts";
import { sentencesOf } from "@/lib/lm/ngram/corpus.ts";
import type { MeasuresView } from "@/lib/lm/ngram/study/measures.ts";
import { ngramMeasures, type NgramQuestion, type NgramView, ngramView } from "@/lib/lm/ngram/study/view.ts";
import { createStudy, type Study } from "@/lib/lm/ngram/study/study.ts";
import { ROOT } from "@/lib/server/root.ts";
import { staticUrl } from "@/lib/server/assets/static_url.ts";

/** Bytes of studies of shipped corpora that are kept at most: each number of merges makes another. */
const MAX_BYTES = 160_000_000;

/** Bytes for each token and order, at most: measured are 20 to 70 MB for a study. */
const EACH_BYTES = 60;

/** Measures that are kept of a study. */
const MEASURED = 6;

/** Where a tab finds the shipped corpora. */
export const corpusUrls: Readonly<Record<string, string>> = Object.fromEntries(
  SHIPPED_CORPORA.filter((id) => id !== "messages").map((id) => [id, staticUrl(`corpora/${id}.txt`)]),
);

/** An answer, or why there is none. */
export interface NgramAnswer {
  readonly view: NgramView | null;
  readonly problem: string | null;
}

interface Kept {
  readonly study: Study;
  readonly measures: Map<string, MeasuresView | null>;
}

const kept = new LRUCache<string, Kept>({
  maxSize: MAX_BYTES,
  sizeCalculation: ({ study: { corpus, settings } }) =>
    1 + EACH_BYTES * corpus.stream.tokens * settings.order,
});

/**
 * Computes the page.
 *
 * @param isMeasured Whether sparsity and perplexity are wanted, which take longer than all else.
 */
export function answerNgram(query: NgramQuery, isMeasured: boolean): NgramAnswer {
  const source = corpusSource(query);
  const question = ngramQuestion(query);
  if (source.kind === "shipped") {
    return { view: answerShipped(shipped(query, source.id), question, isMeasured), problem: null };
  }
  const sentences = sentencesOf(source.text);
  if (sentences.length === 0) return { view: null, problem: NO_SENTENCES };
  const study = createStudy(sentences, studySettings(query));
  const measures = isMeasured ? ngramMeasures(study, question) : null;
  return { view: { ...ngramView(study, question), measures }, problem: null };
}

function answerShipped({ study, measures }: Kept, question: NgramQuestion, isMeasured: boolean): NgramView {
  if (!isMeasured) return ngramView(study, question);
  const key = JSON.stringify([question.smoothing, question.test]);
  // Held-out sentences of a visitor's own are never kept.
  const known = measures.get(key) ?? ngramMeasures(study, question);
  if (question.test.length === 0 && measures.size < MEASURED) measures.set(key, known);
  return { ...ngramView(study, question), measures: known };
}

function shipped(query: NgramQuery, id: ShippedCorpus): Kept {
  const key = JSON.stringify([id, studySettings(query)]);
  const text = () => Deno.readTextFileSync(`${ROOT}/static/corpora/${id}.txt`);
  const known = kept.get(key) ??
    { study: createStudy(sentencesOf(text()), studySettings(query)), measures: new Map() };
  kept.set(key, known);
  return known;
}
