import { type Signal, useComputed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { ModelChoice } from "./models/model_choice.tsx";
import { errorSentence } from "./query/error_sentence.ts";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { AnswerPart } from "./score/answer_part.tsx";
import { ConventionPart } from "./score/convention_part.tsx";
import { DriftPart } from "./score/drift_part.tsx";
import { FiguresPart } from "./score/figures_part.tsx";
import { ForcingPart } from "./score/forcing_part.tsx";
import { ForeignPart } from "./score/foreign_part.tsx";
import { ProgressPart } from "./score/progress_part.tsx";
import { CurvePart, TextPart } from "./score/text_part.tsx";
import { keyOf, type ScoreSources, type Scoring, useScoring } from "./score/use_score.ts";
import { WordsPart } from "./score/words_part.tsx";
import { SCORE_FIELDS, type ScoreQuery } from "@/lib/experiment/fields/score_fields.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { keptView, type ScoreView } from "@/lib/labs/score/score_view.ts";
import type { ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { TextAreaField } from "@/lib/ui/form/text_fields.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";

/** Props of the island. */
interface ScoreProps extends QueryStart, ScoreSources {}

/** The instrument of /score. */
export default function Score({ search, base, ...sources }: ScoreProps) {
  const lab = useQueryLab(SCORE_FIELDS, { search, base });
  const scoring = useScoring(lab.query, sources);
  const at = useSignal<number | null>(null);
  const { document, problem, field, key, parts: drawn } = scoring.state.value;
  const tint = useComputed(() => lab.query.value.tint);
  const view = useComputed(() => {
    const { document } = scoring.state.value;
    return document && keptView(document, tint.value);
  }).value;
  const query = lab.query.value;
  const isCurrent = lab.isCurrent.value && key === keyOf(query) && !scoring.models.isMissing(query);
  const parts = useMemo(
    () => document && view && resultParts({ lab, scoring, document, view, at, corpus: sources.corpus }),
    [document, view],
  );
  return (
    <CalculationForm label="Score a text" action={lab.base}>
      <div class="texts">
        <Notices items={lab.notices.value} onDismiss={lab.dismissNotices} />
        <AnswerPart document={document} view={view} model={query.model} base={query.base} />
        <InputPanel lab={lab} scoring={scoring} />
        <Panel title="The text as it was read" area="distribution" quietTitle>
          <ResultRegion label="Scored text" busy={!isCurrent} source={document?.source ?? ""}>
            {problem && (
              <ErrorBox title="The text has no score." fine="What you typed is kept.">
                {field ? "Its convention does not fit the model: its field says why." : problem}
              </ErrorBox>
            )}
            {parts?.text}
            {drawn > 1 && parts?.curve}
            {drawn > 2 && parts?.figures}
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
          {drawn > 3 && parts?.words}
        </div>
        {drawn > 4 && parts?.forcing}
        {drawn > 5 && parts?.drift}
        <ForeignPart />
      </div>
    </CalculationForm>
  );
}

interface InputProps {
  readonly lab: QueryLab<ScoreQuery>;
  readonly scoring: Scoring;
}

function InputPanel({ lab, scoring }: InputProps) {
  return (
    <Panel title="Text and model" area="text" quietTitle>
      <div class="text-study">
        <TextAreaField
          label="Text"
          name="text"
          rows={3}
          value={lab.text("text")}
          error={errorSentence(lab, "text", "Text")}
          onInput={(text) => lab.type("text", text)}
        />
      </div>
      <ModelChoice
        label="Model"
        name="model"
        models={scoring.models}
        query={lab.query.value}
        onChoose={(model) =>
          model !== lab.query.value.model && lab.set({ model, revision: "", dtype: "auto" })}
      />
      <CalculateButton />
      <ProgressPart scoring={scoring} />
    </Panel>
  );
}

interface ResultProps extends InputProps {
  readonly document: ScoredDocument;
  readonly view: ScoreView;
  readonly at: Signal<number | null>;
  readonly corpus: ScoreSources["corpus"];
}

/** What is drawn of a scored text; drawn again when another is there, not with every letter that is typed. */
function resultParts({ lab, scoring, document, view, at, corpus }: ResultProps) {
  return {
    text: <TextPart lab={lab} document={document} view={view} at={at} />,
    curve: <CurvePart document={document} view={view} at={at} />,
    figures: <FiguresPart lab={lab} document={document} view={view} />,
    words: (
      <WordsPart lab={lab} document={document} total={view.totals.words} corpus={corpus} scoring={scoring} />
    ),
    forcing: <ForcingPart document={document} view={view} scoring={scoring} />,
    drift: <DriftPart document={document} view={view} scoring={scoring} at={at} />,
  };
}
