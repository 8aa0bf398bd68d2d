import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { CacheDrawing } from "@/lib/ui/cache_drawing.tsx";
import { CompareCache } from "@/lib/ui/compare_cache.tsx";
import { CostPanel } from "@/lib/ui/cost_panel.tsx";

/** What the answer cost, the cache drawn, and the same text without it. */
export function CostPart({ lab }: { readonly lab: PredictorLab }) {
  const { state, views, tokens } = lab;
  const { prefill, decode, cache } = views.costs.value;
  const comparison = state.comparison.value;
  const length = state.prediction.value?.end.context.length ?? 0;
  return (
    <CostPanel
      backend={views.sourceName.value}
      prefill={prefill}
      decode={decode}
      firstToken={prefill?.milliseconds ?? null}
      cache={cache}
    >
      {cache && (
        <>
          <CacheDrawing runs={cache.columns} />
          <CompareCache
            context={comparison?.tokens ?? length}
            withCache={mean(comparison?.withCache)}
            without={mean(comparison?.withoutCache)}
            running={state.comparing.value}
            onRun={tokens.compareCache}
            onStop={tokens.stopComparing}
          />
        </>
      )}
    </CostPanel>
  );
}

function mean(times: readonly number[] | undefined): number | null {
  return times === undefined || times.length === 0
    ? null
    : times.reduce((sum, time) => sum + time, 0) / times.length;
}
