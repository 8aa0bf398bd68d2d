import { useComputed } from "@preact/signals";
import { isOf, type ModelSources, useScoredText } from "./loss/use_scored_text.ts";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import { LOSS_FIELDS, type LossMode, type LossQuery } from "@/lib/experiment/fields/loss_fields.ts";
import { type LossView, lossView } from "@/lib/labs/loss/loss_view.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { EMBEDDED_MODELS } from "@/lib/experiment/fields/predictor_query.ts";
import type { ScoredText } from "@/lib/lm/loss/score_text.ts";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { FormRow } from "@/lib/ui/form/field.tsx";
import { LabLayout } from "@/lib/ui/page/lab_layout.tsx";
import { LoadingModel } from "@/lib/ui/predictor/loading_model.tsx";
import { LossSummary } from "@/lib/ui/loss/loss_summary.tsx";
import { LossTable } from "@/lib/ui/loss/loss_table.tsx";
import { ShiftedTable } from "@/lib/ui/loss/shifted_rows.tsx";
import { type Mode, ModeTabs } from "@/lib/ui/form/mode_tabs.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { SelectField } from "@/lib/ui/form/select_field.tsx";
import { TextAreaField, TextField } from "@/lib/ui/form/text_fields.tsx";

const MODES: readonly Mode[] = [
  { key: "logits", label: "Logits and targets", href: "" },
  { key: "probabilities", label: "Probabilities", href: "?probabilities=0.5,0.5,0.5,0.125" },
  { key: "losses", label: "Losses", href: "?losses_nats=0.69" },
  { key: "text", label: "A text", href: "?text=The+package+left+the+warehouse." },
];

function modesOf({ base }: Lab): readonly Mode[] {
  return MODES.map((mode) => ({ ...mode, href: base + mode.href }));
}

/** Props of the island. */
export interface LossProps extends QueryStart, ModelSources {
  /** The text of the address under its model; null where it holds none. */
  readonly scored: ScoredText | null;
}

type Lab = QueryLab<LossQuery>;

/** The instrument of /loss. */
export default function Loss({ corpus, shipped, scored: first, ...start }: LossProps) {
  const lab = useQueryLab(LOSS_FIELDS, start);
  const latest = useScoredText(lab.query, { corpus, shipped }, first);
  const view = useComputed(() => lossView(lab.query.value, latest.value.scored)).value;
  const { scored, problem, progress } = latest.value;
  const isCurrent = lab.isCurrent.value &&
    (view.mode !== "text" || problem !== null || isOf(scored, lab.query.value));
  const source = view.mode === "text" ? scored?.source ?? lab.query.value.model : "loss";
  return (
    <CalculationForm label="Loss" action={lab.base}>
      <Notices items={lab.notices.value} onDismiss={lab.dismissNotices} />
      <LabLayout
        main={
          <>
            <Panel
              title="From"
              area="text"
              aside={<ModeTabs label="From" modes={modesOf(lab)} current={view.mode} />}
            >
              <Inputs lab={lab} mode={view.mode} />
              {progress && (
                <LoadingModel loading={{ ...progress, title: lab.query.value.model, phase: "downloading" }} />
              )}
            </Panel>
            <Panel title="Loss at each position" area="distribution" quietTitle>
              <ResultRegion label="Losses" busy={!isCurrent} source={source}>
                <Positions view={view} problem={problem} />
              </ResultRegion>
            </Panel>
            {view.mode === "logits" && <Shifted lab={lab} view={view} />}
          </>
        }
        side={
          <Panel title="The sequence" area="sampler">
            <ResultRegion label="Perplexity and probability" busy={!isCurrent} source={source}>
              {view.report && <LossSummary report={view.report} units={view.units} />}
            </ResultRegion>
          </Panel>
        }
      />
    </CalculationForm>
  );
}

function Positions({ view, problem }: { readonly view: LossView; readonly problem: string | null }) {
  if (view.report) return <LossTable positions={view.positions} meanNats={view.report.meanNats} />;
  if (view.mode === "text" && problem !== null) {
    return <ErrorBox title="The text has no loss." fine="What you typed is kept.">{problem}</ErrorBox>;
  }
  if (view.mode === "text") {
    return (
      <p class="quiet">
        <span class="needs-js">Scoring in this tab …</span>
        <span class="no-script">
          Without a script, only a short text is scored: shorten it.
        </span>
      </p>
    );
  }
  return <ErrorBox title="These have no loss." fine="What you typed is kept.">{view.error}</ErrorBox>;
}

function Inputs({ lab, mode }: { readonly lab: Lab; readonly mode: LossMode }) {
  const bind = (name: Extract<keyof LossQuery, string>) => ({
    name,
    value: lab.text(name),
    error: lab.error(name),
    onInput: (text: string) => lab.type(name, text),
  });
  switch (mode) {
    case "logits":
      return (
        <FormRow>
          <TextAreaField label="Logits" mono rows={5} hint="one row for each position" {...bind("logits")} />
          <TextField
            label="Targets"
            mono
            hint="the true token of each row, counted from 0"
            {...bind("targets")}
          />
          <CalculateButton />
        </FormRow>
      );
    case "text":
      return (
        <FormRow>
          <TextAreaField
            label="Text"
            rows={3}
            {...bind("text")}
          />
          <SelectField
            label="Model"
            name="model"
            hint="each reads tokens of its own: compare per byte"
            value={lab.query.value.model}
            options={EMBEDDED_MODELS.map((name) => ({
              value: name,
              label: name === "counts" ? "counts of the shipped corpora" : name,
            }))}
            onChange={(model) => lab.type("model", model)}
          />
          <CalculateButton />
        </FormRow>
      );
    default: {
      const isLoss = mode === "losses";
      return (
        <FormRow>
          <TextAreaField
            label={isLoss ? "Losses in nats" : "Probabilities of the true tokens"}
            mono
            rows={2}
            hint="one for each position, separated by commas"
            {...bind(isLoss ? "losses_nats" : "probabilities")}
          />
          <TextField label="Words" hint="of the text, if known" {...bind("words")} />
          <TextField label="Bytes" hint="of the text, if known" {...bind("bytes")} />
          <CalculateButton />
        </FormRow>
      );
    }
  }
}

function Shifted({ lab, view }: { readonly lab: Lab; readonly view: LossView }) {
  return (
    <Panel title="Shifted rows" area="more">
      <TextField
        label="Tokens"
        name="tokens"
        mono
        hint="each is the target of those before it; the distinct ones, in order, are ids 0, 1, 2 …"
        value={lab.text("tokens")}
        error={lab.error("tokens")}
        onInput={(text) => lab.type("tokens", text)}
      />
      <ShiftedTable {...view.shifted} ids={view.ids} />
    </Panel>
  );
}
