import { trainCode } from "@/lib/labs/code/train_code.ts";
import { stepsMade } from "@/lib/labs/train/run_record.ts";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import { labelOf } from "@/lib/labs/train/walk.ts";
import { shownContext } from "@/lib/labs/train/watched_context.ts";
import { CodePanel } from "@/lib/ui/code/code_panel.tsx";

/** The code that computes loss and bars from the weights of the run, which are saved beside it. */
export function CodePart({ lab }: { readonly lab: TrainLab }) {
  const { state, views, save } = lab;
  const facts = views.facts.value;
  const run = state.run.value;
  if (facts === null || run === null) return null;
  const settings = state.settings.value;
  const made = views.stale.value ? 0 : stepsMade(run);
  const ids = shownContext(facts, state.watched.value);
  const code = ids.includes(-1) ? null : trainCode({
    settings,
    step: made || settings.steps,
    context: ids.map((id) => labelOf(facts, id)),
    isWhole: facts.tokenizer.unknown === null,
  });
  if (code === null) return null;
  const busy = state.waiting.value === "export" || views.busy.value || made === 0;
  return (
    <CodePanel code={code} moved={state.moved.value}>
      <p class="small">
        {made === 0 ? "Once it is trained, its weights are a file:" : "It reads the weights of this run:"}
        {" "}
        <button type="button" class="needs-js" disabled={busy} onClick={() => save("json")}>
          Save the weights
        </button>
      </p>
    </CodePanel>
  );
}
