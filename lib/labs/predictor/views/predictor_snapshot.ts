/**
 * The server's answer as plain data: what the tab shows until it has computed its own.
 *
 * @module
 */
import type { PredictorViews } from "@/lib/labs/predictor/views/predictor_views.ts";
import type { PredictorSnapshot } from "@/lib/labs/predictor/views/page_views.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";

/** Takes the answer that is shown now. */
export function takeSnapshot(
  state: PredictorState,
  views: PredictorViews,
  next: number | null,
): PredictorSnapshot {
  const limit = views.contextLimit.value;
  return {
    tokens: views.tokens.value,
    generated: views.generated.value,
    branches: views.branches.value,
    distribution: views.distribution.value,
    stop: views.stop.value,
    canStep: views.canStep.value,
    source: views.sourceName.value,
    sourceLabel: views.sourceLabel.value,
    contextLimit: Number.isFinite(limit) ? limit : null,
    next,
    problem: state.problem.value,
  };
}
