import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import type { PredictorProps } from "../predictor/props.ts";
import { lossMode, type LossQuery } from "@/lib/experiment/fields/loss_fields.ts";
import { type ScoredText, scoreText } from "@/lib/lm/loss/score_text.ts";
import type { LoadProgress } from "@/lib/models/model_provider.ts";

/** Where a page's models are. */
export type ModelSources = Pick<PredictorProps, "corpus" | "shipped">;

/** A text under the model that the query names, or why there is none. */
export interface ScoredState {
  readonly scored: ScoredText | null;
  readonly problem: string | null;
  /** How far the model's files are, while they come. */
  readonly progress: LoadProgress | null;
}

const NOTHING: ScoredState = { scored: null, problem: null, progress: null };

/** The query's text under its model: the server's answer first, then the tab's own. */
export function useScoredText(
  query: ReadonlySignal<LossQuery>,
  sources: ModelSources,
  first: ScoredText | null,
): ReadonlySignal<ScoredState> {
  const state = useSignal<ScoredState>({ ...NOTHING, scored: first });
  useSignalEffect(() => {
    const wanted = query.value;
    if (lossMode(wanted) !== "text" || isOf(state.peek().scored, wanted)) return;
    if (state.peek().problem !== null) state.value = NOTHING;
    const controller = new AbortController();
    const { signal } = controller;
    const change = (to: Partial<ScoredState>) => state.value = { ...state.peek(), ...to };
    const show = (result: Partial<ScoredState>) =>
      change({ progress: null, ...(signal.aborted ? {} : result) });
    scoreHere(sources, wanted, signal, (progress) => change({ progress })).then(
      (scored) => show({ scored }),
      (error) => show({ scored: null, problem: messageOf(error) }),
    );
    return () => controller.abort();
  });
  return state;
}

/** Whether a scored text is that of a query. */
export function isOf(scored: ScoredText | null, { text, model }: LossQuery): boolean {
  return scored?.text === text && scored.source.split("@")[0] === model;
}

let models: ReturnType<typeof import("../models/embedded_models.ts").embeddedModels> | null = null;

async function scoreHere(
  sources: ModelSources,
  { model, text }: LossQuery,
  signal: AbortSignal,
  onProgress: (progress: LoadProgress) => void,
) {
  models ??= (await import("../models/embedded_models.ts")).embeddedModels(sources);
  const loaded = await models(model, onProgress);
  signal.throwIfAborted();
  return await scoreText(loaded, text, signal);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
