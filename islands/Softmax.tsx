import { useComputed } from "@preact/signals";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { labelsOf, SOFTMAX_FIELDS, type SoftmaxQuery } from "@/lib/experiment/fields/softmax_fields.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { type SoftmaxView, softmaxView } from "@/lib/labs/softmax/softmax_view.ts";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { DistributionSummary } from "@/lib/ui/predictor/distribution_summary.tsx";
import { LabLayout } from "@/lib/ui/page/lab_layout.tsx";
import { LabelChip } from "@/lib/ui/token/label_chip.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { Draws } from "@/lib/ui/softmax/draws.tsx";
import { OverflowTable } from "@/lib/ui/softmax/overflow_table.tsx";
import { SoftmaxControls } from "@/lib/ui/softmax/softmax_controls.tsx";
import { SoftmaxTable } from "@/lib/ui/softmax/softmax_table.tsx";
import { StageTable } from "@/lib/ui/softmax/stage_table.tsx";
import { TextField } from "@/lib/ui/form/text_fields.tsx";
import { stageViews } from "@/lib/labs/softmax/stage_views.ts";

/** Columns of the stage table that are tokens. */
const STAGE_COLUMNS = 6;

type Lab = QueryLab<SoftmaxQuery>;

/** The instrument of /softmax. */
export default function Softmax(start: QueryStart) {
  const lab = useQueryLab(SOFTMAX_FIELDS, start);
  const view = useComputed(() => softmaxView(lab.query.value)).value;
  return (
    <CalculationForm label="Softmax" action={lab.base}>
      <Notices items={lab.notices.value} onDismiss={lab.dismissNotices} />
      <LabLayout
        main={
          <>
            <Inputs lab={lab} view={view} />
            <Distribution lab={lab} view={view} />
            <DrawsPanel lab={lab} view={view} />
            <Panel title="Stage by stage" area="more">
              <StageTable stages={view.sample.stages} labels={view.labels.slice(0, STAGE_COLUMNS)} />
            </Panel>
            <Panel title="Why the maximum is subtracted first" area="more">
              <OverflowTable {...view} />
            </Panel>
          </>
        }
        side={<Controls lab={lab} view={view} />}
      />
    </CalculationForm>
  );
}

interface PartProps {
  readonly lab: Lab;
  readonly view: SoftmaxView;
}

function Inputs({ lab, view }: PartProps) {
  const isNamed = lab.query.value.labels.length > 0;
  return (
    <Panel title="Tokens and logits" area="text" quietTitle>
      <div class="form-row">
        <TextField
          label="Logits"
          name="logits"
          mono
          hint="one for each token, separated by commas"
          error={lab.error("logits")}
          value={lab.text("logits")}
          onInput={(text) => lab.type("logits", text)}
        />
        <TextField
          label="Tokens"
          name="labels"
          mono
          hint="\, for a comma, \s for a space at the front"
          error={lab.error("labels")}
          value={isNamed || lab.drafts.value["labels"] ? lab.text("labels") : view.labels.join(",")}
          onInput={(text) => lab.type("labels", text)}
        />
        <CalculateButton />
      </div>
    </Panel>
  );
}

function Distribution({ lab, view }: PartProps) {
  const { temperature, add } = lab.query.value;
  const { report, labels, sample } = view;
  const isMoved = add !== 0 || temperature !== 1;
  const shapedEntropy = sample.stages.at(-1)?.entropyNats ?? null;
  return (
    <Panel title="Distribution" area="distribution" quietTitle>
      <ResultRegion label="Probabilities" busy={!lab.isCurrent.value} source="softmax">
        <SoftmaxTable
          rows={view.rows}
          other={view.other}
          context={`softmax of the logits${add === 0 ? "" : ` plus ${add}`} at temperature ${temperature}`}
          moved={isMoved}
          onLogit={(id, logit) => edit(lab, (logits) => logits.with(id, logit))}
          onRemove={(id) => remove(lab, id)}
        />
        <DistributionSummary
          entropy={report.entropyNats}
          shapedEntropy={shapedEntropy === report.entropyNats ? null : shapedEntropy}
          vocabularySize={labels.length}
        />
        <p class="small">
          Likeliest: <LabelChip text={labels[report.argmax]!} id={report.argmax} />, what greedy takes.
          {isMoved && " The lines mark the softmax of the logits as they are, at temperature 1."}
        </p>
      </ResultRegion>
      <button type="button" class="needs-js" onClick={() => addToken(lab)}>Add a token</button>
    </Panel>
  );
}

function DrawsPanel({ lab, view }: PartProps) {
  const { sample, labels } = view;
  return (
    <Panel title="Draws" area="generated">
      <Draws {...sample} labels={labels} seed={lab.query.value.seed} />
    </Panel>
  );
}

function Controls({ lab, view }: PartProps) {
  return (
    <SoftmaxControls
      query={lab.query.value}
      stages={stageViews(view.sample.stages)}
      vocabularySize={view.labels.length}
      changeByAdding={view.changeByAdding}
      changeByDividing={view.changeByDividing}
      onChange={lab.set}
    />
  );
}

/** Changes the logits; the labels become the visitor's own with them. */
function edit(lab: Lab, change: (logits: readonly number[]) => readonly number[]): void {
  const query = lab.query.peek();
  lab.set({ logits: change(query.logits), labels: labelsOf(query) });
}

function remove(lab: Lab, id: number): void {
  const query = lab.query.peek();
  lab.set({ logits: query.logits.toSpliced(id, 1), labels: labelsOf(query).toSpliced(id, 1) });
}

function addToken(lab: Lab): void {
  const query = lab.query.peek();
  const labels = labelsOf(query);
  lab.set({ logits: [...query.logits, 0], labels: [...labels, `token ${labels.length}`] });
}
