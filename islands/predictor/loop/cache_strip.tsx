import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { CacheStrip } from "@/lib/ui/predictor/loop/cache_strip.tsx";

/** What the cache holds, while tokens come; nothing for a model without one. */
export default function CacheStripPart({ lab }: { readonly lab: PredictorLab }) {
  const { cache } = lab.views.costs.value;
  return cache && <CacheStrip columns={cache.columns} bytes={cache.bytes} />;
}
