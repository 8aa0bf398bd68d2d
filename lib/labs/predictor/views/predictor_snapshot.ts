/**
 * The server's answer as plain data: what the tab shows until it has computed its own.
 *
 * @module
 */
import type { DistributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import type {
  BranchView,
  GeneratedView,
  PredictorViews,
  PromptTokenView,
} from "@/lib/labs/predictor/views/predictor_views.ts";
import type { PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import type { Problem } from "@/lib/labs/predictor/problem.ts";
import type { StopReason } from "@/lib/lm/generation/generation.ts";

/** A page's answer in JSON. */
export interface PredictorSnapshot {
  readonly tokens: readonly PromptTokenView[];
  readonly generated: readonly GeneratedView[];
  readonly branches: readonly BranchView[];
  readonly distribution: DistributionView | null;
  readonly stop: StopReason | null;
  readonly canStep: boolean;
  readonly source: string;
  /** The source in words. */
  readonly sourceLabel: string;
  /** Null where the model has no limit. */
  readonly contextLimit: number | null;
  /** The token that a step would append; null where there is none. */
  readonly next: number | null;
  readonly problem: Problem | null;
}

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
