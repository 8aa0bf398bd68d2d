import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { CacheDrawing } from "@/lib/ui/predictor/cache_drawing.tsx";
import { CompareCache } from "@/lib/ui/predictor/compare_cache.tsx";

/** The cache drawn, and the same text without it. */
export default function CachePart({ lab }: { readonly lab: PredictorLab }) {
  const { state, views, tokens } = lab;
  const { cache } = views.costs.value;
  const comparison = state.comparison.value;
  return (
    <>
      <CacheDrawing runs={cache?.columns ?? []} />
      <CompareCache
        context={comparison?.tokens ?? state.prediction.value?.end.context.length ?? 0}
        withCache={mean(comparison?.withCache)}
        without={mean(comparison?.withoutCache)}
        running={state.comparing.value}
        onRun={tokens.compareCache}
        onStop={tokens.stopComparing}
      />
    </>
  );
}

function mean(times: readonly number[] | undefined): number | null {
  return times === undefined || times.length === 0
    ? null
    : times.reduce((sum, time) => sum + time, 0) / times.length;
}
