import { useComputed } from "@preact/signals";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { LOOP_FIELDS, type LoopQuery } from "@/lib/experiment/fields/loop_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import { tableCode } from "@/lib/labs/code/table_code.ts";
import { asRun } from "@/lib/labs/query/as_run.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { shownSteps } from "@/lib/labs/table/shown_steps.ts";
import { tableSentence } from "@/lib/labs/table/table_sentence.ts";
import { type TableView, tableView } from "@/lib/labs/table/table_view.ts";
import { withShare } from "@/lib/labs/table/with_share.ts";
import { Segments } from "@/lib/ui/form/segments.tsx";
import { CodePanel } from "@/lib/ui/code/code_panel.tsx";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { LoopChain } from "@/lib/ui/table/loop_chain.tsx";
import { LoopSteps } from "@/lib/ui/table/loop_steps.tsx";
import { LabAnswer } from "@/islands/query/lab_answer.tsx";
import { LabNumber, LabText } from "@/islands/query/lab_fields.tsx";
import { TableExamples } from "@/islands/table/table_examples.tsx";
import { TableRows } from "@/islands/table/table_rows.tsx";

type Lab = QueryLab<LoopQuery>;

const LABELS = {
  table: "The table",
  start: "Text so far",
  max_steps: "Steps at most",
  end: "End token",
  pick: "Pick",
  seed: "Seed",
  run: "Run",
};

/** The instrument of /table. */
export default function Table(start: QueryStart) {
  const lab = useQueryLab(LOOP_FIELDS, start, asRun);
  const view = useComputed(() => {
    const query = lab.query.value;
    return tableView({ ...query, max_steps: shownSteps(query) });
  }).value;
  const code = tableCode(lab.query.value);
  const next = view.report && (lab.query.value.table.get(view.report.text) ?? null);
  return (
    <CalculationForm label="A model written by hand" action={lab.base}>
      <LabAnswer
        lab={lab}
        labels={LABELS}
        note="A model gives one token's probabilities; a text comes from asking again with that token appended."
      >
        {view.report
          ? tableSentence(view.report, next?.size ?? 0)
          : "The table is no model yet: a row does not sum to 1."}
      </LabAnswer>
      <div class="lab-flow">
        <Loop lab={lab} view={view} next={next} />
        <Settings lab={lab} />
        <TableExamples />
        <TableRows lab={lab} view={view} />
        {code && <CodePanel code={code} moved={lab.moved.value} />}
      </div>
    </CalculationForm>
  );
}

interface LoopProps {
  readonly lab: Lab;
  readonly view: TableView;
  readonly next: ReadonlyMap<string, number> | null;
}

function Loop({ lab, view, next }: LoopProps) {
  const { start } = lab.query.value;
  const steps = shownSteps(lab.query.value);
  const stopped = view.report?.stoppedBy;
  return (
    <ResultRegion
      label="Steps and text"
      busy={!lab.isCurrent.value}
      source="table"
      class="figure area-distribution"
    >
      {view.report
        ? (
          <LoopChain
            report={view.report}
            start={start}
            next={next}
            onShare={(token, share) => setRow(lab, view.report!.text, token, share)}
          />
        )
        : (
          <ErrorBox title="The table is no model yet." fine="The rows that are fine stay as they are.">
            Each row has to sum to 1: the rows marked on this page do not.
          </ErrorBox>
        )}
      <p class="toolbar">
        <StepLink
          lab={lab}
          steps={steps + 1}
          label="Step"
          enabled={stopped === "limit" && next !== null}
          primary
        />
        <StepLink lab={lab} steps={steps - 1} label="Undo" enabled={steps > 0} />
      </p>
      {view.report && <LoopSteps report={view.report} table={lab.query.value.table} />}
    </ResultRegion>
  );
}

/** A dragged share; the others of the row keep their proportions. */
function setRow(lab: Lab, context: string, token: string, share: number): void {
  const { table } = lab.query.peek();
  const row = table.get(context);
  if (row) lab.set({ table: new Map(table).set(context, withShare(row, token, share)) });
}

interface StepLinkProps {
  readonly lab: Lab;
  readonly steps: number;
  readonly label: string;
  readonly enabled: boolean;
  readonly primary?: boolean;
}

/** One step more or fewer: an address, so that it works without a script too. */
function StepLink({ lab, steps, label, enabled, primary = false }: StepLinkProps) {
  const patch = { max_steps: steps, run: true };
  const look = primary ? "button primary" : "button";
  if (!enabled) return <span class={look} aria-disabled="true">{label}</span>;
  const act = (event: MouseEvent) => {
    event.preventDefault();
    lab.set(patch);
  };
  const href = queryAddress(lab.base, LOOP_FIELDS, { ...lab.query.value, ...patch }) ?? lab.base;
  return <a class={look} href={href} onClick={act}>{label}</a>;
}

function Settings({ lab }: { readonly lab: Lab }) {
  const { pick } = lab.query.value;
  return (
    <section class="area-text card-inputs" aria-label="Start">
      <LabText lab={lab} name="start" label="Text so far" />
      <Segments
        label="Pick"
        name="pick"
        options={[["greedy", "greedy"], ["sample", "sample"]]}
        value={pick}
        onChange={(pick) => lab.set({ pick })}
      />
      <LabNumber lab={lab} name="seed" label="Seed" />
      <LabNumber lab={lab} name="max_steps" label="Steps at most" />
      <LabText lab={lab} name="end" label="End token" />
      <input type="hidden" name="run" value="1" />
      <CalculateButton />
    </section>
  );
}
