import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { ArcsOver } from "@/lib/ui/predictor/heads/arcs_over.tsx";

/** Pixels between the line's first row and the edge of its panel. */
const HIGHEST = 14;

/** What the head under the pointer reads, as arcs over the line of tokens. */
export default function AttentionArcs({ lab }: { readonly lab: PredictorLab }) {
  return <ArcsOver weights={lab.state.headRead.value} tokens=".line-box" highest={HIGHEST} />;
}
