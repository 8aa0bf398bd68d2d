/**
 * Why the generation of an answer stops, and whether it can go on.
 *
 * @module
 */
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { contextSettings } from "@/lib/labs/predictor/context_end.ts";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import type { StopReason } from "@/lib/lm/generation/generation.ts";
import { stopReasonOf } from "@/lib/lm/generation/stop_reason_of.ts";

/** The parts of a query that can stop a generation. */
export type StopQuery = Pick<
  PredictorQuery,
  "max_tokens" | "stop" | "stop_at_end" | "blocked" | "context_limit" | "context_policy"
>;

/** Why the generation stops where it stands; `visitor` where no condition holds. */
export function stopReason({ model, prompt, generated }: Prediction, query: StopQuery): StopReason {
  const settings = {
    ...contextSettings(model, query),
    prompt: prompt.ids,
    maxTokens: query.max_tokens,
    stop: query.stop,
    stopAtEnd: query.stop_at_end,
    blocked: query.blocked,
  };
  return stopReasonOf(model, settings, generated.map(({ id }) => id));
}

/** Whether one more token can be had: end tokens and phrases can be passed by hand, limits cannot. */
export function canGoOn(prediction: Prediction, query: StopQuery): boolean {
  const reason = stopReason(prediction, { ...query, stop: [], blocked: [], stop_at_end: false });
  return prediction.end.raw !== null && reason === "visitor";
}
