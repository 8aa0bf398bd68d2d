import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { CostPanel } from "@/lib/ui/predictor/cost_panel.tsx";
import { lazyPart } from "./lazy_part.tsx";

/** The drawing of the cache comes with the first model that has one. */
const CachePart = lazyPart(() => import("./cache_part.tsx"));

/** What the answer cost. */
export function CostPart({ lab }: { readonly lab: PredictorLab }) {
  const { views } = lab;
  const { prefill, decode, cache } = views.costs.value;
  return (
    <CostPanel
      backend={views.sourceName.value}
      prefill={prefill}
      decode={decode}
      firstToken={prefill?.milliseconds ?? null}
      cache={cache}
    >
      {cache && <CachePart lab={lab} />}
    </CostPanel>
  );
}
