import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import type { BranchView } from "@/lib/labs/predictor/views/page_views.ts";
import { tokenView } from "@/lib/labs/predictor/views/token_view.ts";

/** Tokens of a branch that are shown, and of what it shares with the way that is shown. */
const OWN = 12;
const SHARED = 3;

/** The ways that were left, as the page draws them; ids that the model does not have are left out. */
export function branchViews(
  { model: { vocabulary }, prompt }: Prediction,
  { path: shown, branches }: Pick<PredictorQuery, "path" | "branches">,
): BranchView[] {
  const view = (id: number) => tokenView(vocabulary, id);
  return branches.filter((path) => path.every((id) => id < vocabulary.size)).map((path) => {
    const differs = path.findIndex((id, i) => id !== shown[i]);
    const same = differs < 0 ? path.length : differs;
    const before = [...prompt.ids, ...path.slice(0, same)].filter((id) => !vocabulary.isSpecial(id));
    return {
      path,
      shared: before.slice(-SHARED).map(view),
      own: path.slice(same, same + OWN).map(view),
      more: Math.max(0, path.length - same - OWN),
    };
  });
}
