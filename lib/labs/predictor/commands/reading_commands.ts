/**
 * Looking closely at what is there: a token, a word, the cache. It changes no experiment.
 *
 * @module
 */
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import type { Computation } from "@/lib/labs/predictor/commands/computation.ts";
import { compareCache } from "@/lib/labs/predictor/compare_cache.ts";
import { inspectKept, inspectWhole } from "@/lib/labs/predictor/inspection.ts";
import { lookUp } from "@/lib/labs/predictor/look_up.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import type { PredictorViews } from "@/lib/labs/predictor/views/predictor_views.ts";

/** The commands that read. They fail with whatever the model throws. */
export interface ReadingCommands {
  /** Opens the token at a position of prompt and generation together; null closes it. */
  inspect(position: number | null): Promise<void>;
  /** Computes the opened token's whole distribution again. */
  inspectAll(): Promise<void>;
  /** Looks a word or a token up by text or id after the text that is shown. */
  lookUp(asked: string): Promise<void>;
  /** Times the last tokens with the cache and without it. */
  compareCache(): Promise<void>;
  stopComparing(): void;
}

/** Creates the commands of a page. */
export function createReadingCommands(
  state: PredictorState,
  views: PredictorViews,
  computation: Computation,
): ReadingCommands {
  let inspecting = new AbortController();
  let comparing = new AbortController();
  let lookingUp = new AbortController();

  async function inspect(position: number | null): Promise<void> {
    inspecting.abort();
    const { signal } = inspecting = new AbortController();
    await computation.settled();
    if (signal.aborted) return;
    const prediction = state.prediction.peek();
    state.inspection.value = position === null || prediction === null
      ? null
      : inspectKept(prediction, position);
    if (position !== null && prediction !== null && state.inspection.peek() === null) {
      await readWhole(prediction, position);
    }
  }

  async function inspectAll(): Promise<void> {
    const [prediction, opened] = [state.prediction.peek(), state.inspection.peek()];
    if (prediction !== null && opened !== null) await readWhole(prediction, opened.position);
  }

  async function readWhole(prediction: Prediction, position: number): Promise<void> {
    inspecting.abort();
    const { signal } = inspecting = new AbortController();
    const whole = await inspectWhole(prediction, position, state.query.peek(), signal);
    if (!signal.aborted && state.prediction.peek() === prediction) state.inspection.value = whole;
  }

  async function lookUpToken(asked: string): Promise<void> {
    lookingUp.abort();
    const { signal } = lookingUp = new AbortController();
    await computation.settled();
    const [prediction, source] = [state.prediction.peek(), views.source.peek()];
    if (prediction === null || source === null || signal.aborted) return;
    const { model, end: { context } } = prediction;
    const found = await lookUp(asked, { model, source, context, signal });
    if (!signal.aborted && state.prediction.peek() === prediction) state.lookedUp.value = found;
  }

  async function compare(): Promise<void> {
    await computation.settled();
    const prediction = state.prediction.peek();
    if (prediction === null) return;
    comparing.abort();
    const { signal } = comparing = new AbortController();
    try {
      const found = await compareCache(prediction, signal, (half) => state.comparing.value = half);
      if (state.prediction.peek() === prediction) state.comparison.value = found;
    } finally {
      if (comparing.signal === signal) state.comparing.value = null;
    }
  }

  return {
    inspect,
    inspectAll,
    lookUp: lookUpToken,
    compareCache: compare,
    stopComparing: () => comparing.abort(),
  };
}
