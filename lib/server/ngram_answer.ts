/**
 * The server's answer to an address of /ngram. Counts of the corpora that come with the site are kept; a visitor's own
 * text is counted, answered and forgotten.
 *
 * @module
 */
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

/** Studies of shipped corpora that are kept. */
const KEPT = 6;

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

const kept = new Map<string, Kept>();

/** Computes the page. */
export function answerNgram(query: NgramQuery): NgramAnswer {
  const source = corpusSource(query);
  const question = ngramQuestion(query);
  if (source.kind === "shipped") return { view: answerShipped(query, source.id, question), problem: null };
  const sentences = sentencesOf(source.text);
  if (sentences.length === 0) return { view: null, problem: NO_SENTENCES };
  const study = createStudy(sentences, studySettings(query));
  return { view: { ...ngramView(study, question), measures: ngramMeasures(study, question) }, problem: null };
}

function answerShipped(query: NgramQuery, id: ShippedCorpus, question: NgramQuestion): NgramView {
  const { study, measures } = shipped(query, id);
  const key = JSON.stringify([question.smoothing, question.test]);
  // Held-out sentences of a visitor's own are never kept.
  const known = measures.get(key) ?? ngramMeasures(study, question);
  if (question.test.length === 0 && measures.size < KEPT) measures.set(key, known);
  return { ...ngramView(study, question), measures: known };
}

function shipped(query: NgramQuery, id: ShippedCorpus): Kept {
  const key = JSON.stringify([id, studySettings(query)]);
  const text = () => Deno.readTextFileSync(`${ROOT}/static/corpora/${id}.txt`);
  const known = kept.get(key) ??
    { study: createStudy(sentencesOf(text()), studySettings(query)), measures: new Map() };
  kept.delete(key);
  kept.set(key, known);
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
  return known;
}
