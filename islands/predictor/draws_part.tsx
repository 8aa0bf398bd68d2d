import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { DistributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import { DRAWS } from "@/lib/labs/predictor/views/page_views.ts";
import { DrawCounts } from "@/lib/ui/predictor/draw_counts.tsx";

/** What 1,000 draws gave, against what their probabilities expect. */
export default function Draws(
  { lab, view }: { readonly lab: PredictorLab; readonly view: DistributionView },
) {
  const draws = lab.views.draws.value;
  if (draws === null) return null;
  const counts = draws.counts.map((count, i) => ({
    count,
    token: view.rows[i]!.token,
    probability: view.rows[i]!.shapedProbability,
  })).filter(({ count, probability }) => count > 0 || probability > 0);
  const { count: kinds, shapedProbability: probability } = view.other;
  return (
    <DrawCounts
      draws={DRAWS}
      counts={counts}
      other={{ kinds, count: draws.other, probability }}
      seed={lab.views.settings.value.seed}
    />
  );
}
