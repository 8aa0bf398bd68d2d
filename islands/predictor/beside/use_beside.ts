import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { type BesideAnswer, besideAnswer } from "@/lib/labs/predictor/beside/beside_answer.ts";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { isAbort } from "@/lib/labs/predictor/problem.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";

/** Keeps a second model's answer up with the first one's; while tokens come, the first waits for the second. */
export function useBeside(lab: PredictorLab, model: LanguageModel | null): Signal<BesideAnswer | null> {
  const { state } = lab;
  const answer = useSignal<BesideAnswer | null>(null);
  const [prediction, query, generating] = [
    state.prediction.value,
    state.query.value,
    state.generating.value,
  ];
  async function ask(first: Prediction, asked: PredictorQuery, signal: AbortSignal): Promise<void> {
    if (model === null) return;
    const found = await besideAnswer({ model, first, query: asked, known: answer.peek(), signal });
    if (!signal.aborted) answer.value = found;
  }
  useEffect(() => {
    const controller = new AbortController();
    state.follow.value = (first, asked) => ask(first, asked, controller.signal).catch(() => {});
    return () => {
      controller.abort();
      state.follow.value = null;
    };
  }, [model]);
  useEffect(() => {
    if (prediction === null) void lab.settled();
    if (prediction === null || generating) return;
    const controller = new AbortController();
    ask(prediction, query, controller.signal).catch((error) => {
      if (!isAbort(error)) answer.value = null;
    });
    return () => controller.abort();
  }, [model, prediction, query, generating]);
  return answer;
}
