import { LoadingLine } from "../models/loading_line.tsx";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { ACTION_LABELS } from "@/lib/labs/predictor/problem.ts";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";

/** The progress of a load, or why it failed. */
export default function LoadingPart({ lab }: { readonly lab: PredictorLab }) {
  const { state, models } = lab;
  const loading = state.loading.value ?? state.arriving.value;
  const problem = state.loadProblem.value;
  return (
    <>
      {loading && (
        <LoadingLine
          loading={loading}
          onCancel={isEmbedded(loading.name) && state.depth.value === 0 ? undefined : models.cancel}
        />
      )}
      {problem && (
        <ErrorBox
          title={problem.message}
          fine={problem.fine}
          action={{ label: ACTION_LABELS[problem.action], onAct: () => lab.act(problem.action) }}
        />
      )}
    </>
  );
}
