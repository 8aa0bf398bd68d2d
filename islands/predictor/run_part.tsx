import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { formatTokenIds } from "@/lib/experiment/fields/text_fields.ts";
import { describeStops } from "@/lib/labs/predictor/views/describe_stops.ts";
import { RunBar } from "@/lib/ui/predictor/run_bar.tsx";

/** Step, Run, Stop and Undo. */
export function RunPart({ lab, next }: { readonly lab: PredictorLab; readonly next: number | null }) {
  const { state, views, generation, tokens } = lab;
  const query = state.query.value;
  const rows = views.distribution.value?.rows ?? [];
  const picked = state.picked.value;
  return (
    <RunBar
      running={state.generating.value}
      phase={state.phase.value}
      canStep={views.canStep.value}
      canUndo={views.canUndo.value}
      paths={{
        ...(next !== null && { step: formatTokenIds([...query.path, next]) }),
        undo: formatTokenIds(query.path.slice(0, -1)),
      }}
      next={rows.find((row) => row.id === picked)?.token ?? null}
      stopsAt={describeStops(query)}
      onStep={generation.step}
      onRun={generation.run}
      onStop={generation.stop}
      onUndo={tokens.undo}
    />
  );
}
