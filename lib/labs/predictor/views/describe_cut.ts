import type { DistributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import type { SamplerSettings } from "@/lib/lm/sampler/settings.ts";
import { type StageName, STAGES } from "@/lib/lm/sampler/stages.ts";
import { numberText } from "@/lib/lm/number_text.ts";

/** Where the sampler cuts, in words: which stage, how many tokens, and what they hold of the model's mass. Null for no cut. */
export function describeCut(sampler: SamplerSettings, view: DistributionView): string | null {
  let kept = view.vocabularySize;
  const cutting: StageName[] = [];
  for (const { name, keptCount } of view.stages) {
    if (keptCount < kept) cutting.push(name);
    kept = Math.min(kept, keptCount);
  }
  if (cutting.length === 0) return null;
  const stages = cutting.map((name) => `${STAGES[name].label} ${sampler[name]}`).join(", ");
  const mass = massCut(view);
  const tokens = numberText(view.vocabularySize - kept);
  return `${stages} ${cutting.length === 1 ? "cuts" : "cut"} here: ${tokens} tokens${
    mass === null ? "" : `, ${(mass * 100).toPrecision(2)} % of the model's mass`
  }`;
}

/** What the cut tokens hold of the model's own distribution; null where some of the rest are cut and some are not. */
function massCut({ rows, other }: DistributionView): number | null {
  if (other.shapedProbability > 0) return null;
  const cut = rows.filter((row) => row.shapedProbability === 0);
  return cut.reduce((sum, row) => sum + row.probability, other.probability);
}
