import { LimitFields } from "./limits/limit_fields.tsx";
import { LimitPartView } from "./limits/limit_part.tsx";
import type { LimitProps } from "./limits/props.ts";
import { type LimitLab, useLimit } from "./limits/use_limit.ts";
import { ModelRow } from "./models/model_row.tsx";
import type { LimitField } from "@/lib/limits/limit_experiment.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";

/** One experiment on limits. Its settings are a plain form where no script runs. */
export default function Limit(props: LimitProps) {
  const lab = useLimit(props);
  const { experiment, answer, progress, stale, problem } = lab;
  const isTab = experiment.work === "tab";
  const isText = ({ kind }: LimitField) => kind === "area" || (kind === "line" && !isTab);
  const hasOther = experiment.fields.some((field) => !isText(field));
  // Where there is something to choose or drag, that stands at the figure, and what is typed below it.
  const near = experiment.fields.filter((field) => !hasOther || !isText(field));
  const far = experiment.fields.filter((field) => hasOther && isText(field));
  return (
    <form
      class="limit"
      method="get"
      aria-label={experiment.title}
      onSubmit={(event) => submit(event, lab)}
    >
      <AnswerSentence note={answer?.note ?? experiment.claim}>
        {answer?.sentence ?? experiment.title}
      </AnswerSentence>
      {experiment.anyModel && <ModelRow choice={lab} />}
      <LimitFields lab={lab} fields={near} />
      <div class="acts">
        {experiment.act && (
          <button type="submit" class={isTab ? "primary needs-js" : "needs-js"} disabled={progress !== null}>
            {experiment.act}
          </button>
        )}
        {isTab && progress !== null && <button type="button" onClick={lab.cancel}>Stop</button>}
        {!isTab && experiment.fields.length > 0 && (
          <noscript>
            <button type="submit">Ask</button>
          </noscript>
        )}
        {progress !== null && <progress aria-label="Running" max={1} value={progress} />}
        {isTab && stale && answer && progress === null && (
          <span class="quiet">Changed since: press it again.</span>
        )}
      </div>
      {isTab && answer === null && (
        <noscript>
          <p>This experiment runs in the tab, and takes JavaScript.</p>
        </noscript>
      )}
      {problem && <p role="alert">{problem}</p>}
      <div
        class={`result limit-result${stale ? " stale" : ""}`}
        aria-busy={progress !== null || (stale && !isTab)}
        data-source={answer?.source}
        data-figures={answer ? JSON.stringify(answer.figures) : undefined}
      >
        {answer?.parts.map((part, index) => <LimitPartView key={index} part={part} />)}
      </div>
      {far.length > 0 && (
        <Fold summary="Texts of your own">
          <LimitFields lab={lab} fields={far} />
        </Fold>
      )}
      {answer && <p class="quiet small">Computed by {answer.source}</p>}
    </form>
  );
}

function submit(event: Event, lab: LimitLab): void {
  event.preventDefault();
  lab.run();
}
