import { sentencesOf } from "@/lib/lm/ngram/corpus.ts";
import { ngramMeasures, ngramView } from "@/lib/lm/ngram/study/view.ts";
import { createStudy, type Study, type StudySettings } from "@/lib/lm/ngram/study/study.ts";
import { NO_SENTENCES } from "@/lib/labs/ngram/ngram_request.ts";
import type { NgramReply, NgramRequest } from "@/lib/labs/ngram/protocol.ts";
import type { MeasuresView } from "@/lib/lm/ngram/study/measures.ts";

/** Reports at most so often, as a share of the work. */
const PROGRESS_STEP = 0.01;

/**
 * The worker's side: counts a corpus when it or its settings change, and answers questions about it. What takes long is
 * answered second, and kept while nothing of it changes.
 */
export function serveNgram(reply: (message: NgramReply) => void): (request: NgramRequest) => void {
  let text = "";
  let counted: { readonly key: string; readonly study: Study } | null = null;
  let measured: { readonly key: string; readonly measures: MeasuresView | null } | null = null;

  function study(settings: StudySettings, onProgress: (done: number) => void): Study {
    const key = JSON.stringify(settings);
    if (counted?.key !== key) {
      const sentences = sentencesOf(text);
      if (sentences.length === 0) throw new RangeError(NO_SENTENCES);
      counted = { key, study: createStudy(sentences, settings, onProgress) };
      measured = null;
    }
    return counted.study;
  }

  function answer({ id, settings, question, text: given }: NgramRequest): void {
    if (given !== null) [text, counted] = [given, null];
    const report = (stage: "counting" | "measuring") =>
      steps((done) => reply({ kind: "progress", id, stage, done }));
    const current = study(settings, report("counting"));
    const view = ngramView(current, question);
    const key = JSON.stringify([question.smoothing, question.test]);
    const known = measured?.key === key ? measured : null;
    reply({
      kind: "view",
      id,
      view: { ...view, measures: known?.measures ?? null },
      complete: known !== null,
    });
    if (known) return;
    measured = { key, measures: ngramMeasures(current, question, report("measuring")) };
    reply({ kind: "view", id, view: { ...view, measures: measured.measures }, complete: true });
  }

  return (request) => {
    try {
      answer(request);
    } catch (error) {
      reply({
        kind: "failed",
        id: request.id,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  };
}

function steps(report: (done: number) => void): (done: number) => void {
  let last = -1;
  return (done) => {
    if (done - last < PROGRESS_STEP) return;
    last = done;
    report(done);
  };
}
