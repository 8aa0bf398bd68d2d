import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { ShownGuess } from "@/lib/ui/predictor/insides_view.tsx";

/** What the view into the model needs. */
export interface InsidesPanelProps {
  readonly lab: PredictorLab;
  /** What the page was sent with; empty where the tab has to look. */
  readonly sent: readonly (readonly ShownGuess[])[];
}
