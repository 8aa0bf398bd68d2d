import type { Notice } from "@/lib/experiment/codec.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { ACTION_LABELS } from "@/lib/labs/predictor/problem.ts";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";

/** What a visitor should know: values that were replaced, a model that is not loaded, failures. */
export function NoticesPart({ lab }: { readonly lab: PredictorLab }) {
  const { state } = lab;
  const problem = state.problem.value;
  const items = [
    ...otherRevision(lab),
    ...state.notices.value.map(describeNotice),
    ...leftOutNotice(state.leftOut.value),
    ...state.modelNotices.value,
  ];
  return (
    <>
      <Notices items={items} onDismiss={lab.dismissNotices} />
      {state.draft.value !== null && (
        <div class="notices">
          <p>A long text of an earlier visit is kept in this browser.</p>
          <button type="button" onClick={lab.takeDraft}>Bring it back</button>
        </div>
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

function otherRevision({ views }: PredictorLab): string[] {
  if (!views.isOtherRevision.value) return [];
  const { model, revision } = views.settings.value;
  return [
    `This experiment names revision ${revision} of ${model}, which this site has no longer: ${views.sourceName.value} answers, with other figures.`,
  ];
}

function describeNotice({ name, value, reason }: Notice): string {
  return reason.endsWith(".") ? reason : `${name}=${value} ${reason}; it does not count.`;
}

function leftOutNotice(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [
    `Too long for an address: ${
      names.join(", ")
    }. This browser keeps the whole experiment, but the link does not hold it.`,
  ];
}
