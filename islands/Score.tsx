import { useComputed, useSignal } from "@preact/signals";
import { ModelChoice } from "./models/model_choice.tsx";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { AnswerPart } from "./score/answer_part.tsx";
import { ConventionPart } from "./score/convention_part.tsx";
import { DriftPart } from "./score/drift_part.tsx";
import { FiguresPart } from "./score/figures_part.tsx";
import { ForcingPart } from "./score/forcing_part.tsx";
import { ForeignPart } from "./score/foreign_part.tsx";
import { ProgressPart } from "./score/progress_part.tsx";
import { TextPart } from "./score/text_part.tsx";
import { keyOf, type ScoreSources, useScoring } from "./score/use_score.ts";
import { WordsPart } from "./score/words_part.tsx";
import { SCORE_FIELDS } from "@/lib/experiment/fields/score_fields.ts";
import { scoreView } from "@/lib/labs/score/score_view.ts";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { TextAreaField } from "@/lib/ui/form/text_fields.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";

/** Props of the island. */
export interface ScoreProps extends QueryStart, ScoreSources {}

/** The instrument of /score. */
export default function Score({ search, base, ...sources }: ScoreProps) {
  const lab = useQueryLab(SCORE_FIELDS, { search, base });
  const scoring = useScoring(lab.query, sources);
  const at = useSignal<number | null>(null);
  const { document, problem, key } = scoring.state.value;
  const view = useComputed(() => {
    const { document } = scoring.state.value;
    return document && scoreView(document, lab.query.value.tint);
  }).value;
  const query = lab.query.value;
  const isCurrent = lab.isCurrent.value && key === keyOf(query) && !scoring.models.isMissing(query);
  return (
    <CalculationForm label="Score a text" action={lab.base}>
      <div class="texts">
        <Notices items={lab.notices.value} onDismiss={lab.dismissNotices} />
        <AnswerPart document={document} view={view} model={query.model} />
        <Panel title="Text and model" area="text" quietTitle>
          <div class="text-study">
            <TextAreaField
              label="Text"
              name="text"
              rows={3}
              value={lab.text("text")}
              error={lab.error("text")}
              onInput={(text) => lab.type("text", text)}
            />
          </div>
          <ModelChoice
            label="Model"
            name="model"
            models={scoring.models}
            query={query}
            onChoose={(model) => lab.set({ model, revision: "", dtype: "auto" })}
          />
          <CalculateButton />
          <ProgressPart scoring={scoring} />
        </Panel>
        <Panel title="The text as it was read" area="distribution" quietTitle>
          <ResultRegion label="Scored text" busy={!isCurrent} source={document?.source ?? query.model}>
            {problem && (
              <ErrorBox title="The text has no score." fine="What you typed is kept.">{problem}</ErrorBox>
            )}
            {document && view && (
              <>
                <TextPart lab={lab} document={document} view={view} at={at} />
                <FiguresPart document={document} view={view} />
              </>
            )}
            {!document && !problem && (
              <p class="quiet">
                <span class="no-script">
                  Without a script, a text of at most 512 tokens is scored: shorten it.
                </span>
              </p>
            )}
          </ResultRegion>
        </Panel>
        <div class="halves">
          <ConventionPart lab={lab} scoring={scoring} view={view} />
          {document && view && <WordsPart document={document} corpus={sources.corpus} />}
        </div>
        {document && view && (
          <>
            <ForcingPart document={document} view={view} scoring={scoring} text={query.text} />
            <DriftPart document={document} view={view} scoring={scoring} text={query.text} at={at} />
          </>
        )}
        <ForeignPart />
      </div>
    </CalculationForm>
  );
}
