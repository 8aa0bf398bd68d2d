import { useComputed } from "@preact/signals";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { MAX_STEPS } from "@/lib/experiment/fields/calculation_limits.ts";
import { LOOP_FIELDS, type LoopQuery } from "@/lib/experiment/fields/loop_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { type TableRowView, type TableView, tableView } from "@/lib/labs/table/table_view.ts";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { LabLayout } from "@/lib/ui/page/lab_layout.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { SelectField } from "@/lib/ui/form/select_field.tsx";
import { LoopSteps } from "@/lib/ui/table/loop_steps.tsx";
import { RowEditor } from "@/lib/ui/table/row_editor.tsx";
import { NumberField, TextAreaField, TextField } from "@/lib/ui/form/text_fields.tsx";

const PICKS = [{ value: "greedy", label: "greedy: the likeliest" }, { value: "sample", label: "sample" }];

/** Rows that are shown with bars; the text above them always holds all. */
const MOST_ROWS = 50;

type Lab = QueryLab<LoopQuery>;

interface PartProps {
  readonly lab: Lab;
  readonly view: TableView;
}

/** The instrument of /table. */
export default function Table(start: QueryStart) {
  const lab = useQueryLab(LOOP_FIELDS, start);
  const view = useComputed(() => tableView(lab.query.value)).value;
  return (
    <CalculationForm label="A model written by hand" action={lab.base}>
      <Notices items={lab.notices.value} onDismiss={lab.dismissNotices} />
      <LabLayout
        main={
          <>
            <Start lab={lab} />
            <Loop lab={lab} view={view} />
            <Written lab={lab} />
          </>
        }
        side={
          <Panel title="Rows" area="sampler">
            {view.rows.slice(0, MOST_ROWS).map((row) => <Row key={row.context} lab={lab} row={row} />)}
          </Panel>
        }
      />
    </CalculationForm>
  );
}

function Start({ lab }: { readonly lab: Lab }) {
  const { pick, max_steps: maxSteps, seed } = lab.query.value;
  return (
    <Panel title="Start" area="text" quietTitle>
      <TextField
        label="Text so far"
        name="start"
        value={lab.text("start")}
        error={lab.error("start")}
        onInput={(text) => lab.type("start", text)}
      />
      <div class="form-row loop-settings">
        <NumberField
          label="Steps at most"
          name="max_steps"
          value={maxSteps}
          min={0}
          max={MAX_STEPS}
          step={1}
          onInput={(steps) =>
            Number.isInteger(steps) && steps >= 0 && steps <= MAX_STEPS && lab.set({ max_steps: steps })}
        />
        <SelectField
          label="Pick"
          name="pick"
          value={pick}
          options={PICKS}
          onChange={(value) => lab.set({ pick: value as LoopQuery["pick"] })}
        />
        <NumberField
          label="Seed"
          name="seed"
          value={seed}
          min={0}
          step={1}
          onInput={(value) => Number.isSafeInteger(value) && value >= 0 && lab.set({ seed: value })}
        />
        <TextField
          label="End token"
          name="end"
          mono
          value={lab.text("end")}
          error={lab.error("end")}
          onInput={(text) => lab.type("end", text)}
        />
        <CalculateButton />
      </div>
    </Panel>
  );
}

function Loop({ lab, view }: PartProps) {
  const { start, max_steps: maxSteps } = lab.query.value;
  const stopped = view.report?.stoppedBy;
  return (
    <Panel
      title="The loop"
      area="distribution"
      aside={
        <span class="toolbar">
          <StepLink lab={lab} steps={maxSteps - 1} label="Undo" enabled={maxSteps > 0} />
          <StepLink lab={lab} steps={maxSteps + 1} label="Step" enabled={stopped === "limit"} />
        </span>
      }
    >
      <ResultRegion label="Steps and text" busy={!lab.isCurrent.value} source="table">
        {view.report
          ? <LoopSteps report={view.report} start={start} maxSteps={maxSteps} />
          : (
            <ErrorBox title="The table is no model yet." fine="The rows that are fine stay as they are.">
              Each row has to sum to 1: the rows marked on this page do not.
            </ErrorBox>
          )}
      </ResultRegion>
    </Panel>
  );
}

/** One step more or fewer: an address, so that it works without a script too. */
function StepLink(
  { lab, steps, label, enabled }: { lab: Lab; steps: number; label: string; enabled: boolean },
) {
  if (!enabled) return <span class="button" aria-disabled="true">{label}</span>;
  const act = (event: MouseEvent) => {
    event.preventDefault();
    lab.set({ max_steps: steps });
  };
  return <a class="button" href={hrefOf(lab, { max_steps: steps })} onClick={act}>{label}</a>;
}

function Written({ lab }: { readonly lab: Lab }) {
  return (
    <Panel title="The table" area="more">
      <TextAreaField
        label="One text a line, what may follow it, and how likely"
        name="table"
        mono
        rows={6}
        hint={
          <>
            text -&gt; token probability, token probability. The text is spelled as the loop writes it; \, is
            a comma in a token.
          </>
        }
        value={lab.text("table")}
        error={lab.error("table")}
        onInput={(text) => lab.type("table", text)}
      />
    </Panel>
  );
}

function Row({ lab, row }: { readonly lab: Lab; readonly row: TableRowView }) {
  const { context, normalized, problems } = row;
  return (
    <RowEditor
      {...row}
      problems={problems.map(({ message }) => message)}
      normalizeHref={normalized && hrefOf(lab, { table: normalized })}
      onProbability={(token, p) => setProbability(lab, context, token, p)}
    />
  );
}

function setProbability(lab: Lab, context: string, token: string, p: number): void {
  const { table } = lab.query.peek();
  const row = new Map(table.get(context)).set(token, p);
  lab.set({ table: new Map(table).set(context, row) });
}

function hrefOf(lab: Lab, patch: Partial<LoopQuery>): string {
  return queryAddress(lab.base, LOOP_FIELDS, { ...lab.query.value, ...patch }) ?? lab.base;
}
