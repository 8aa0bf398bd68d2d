import { useComputed } from "@preact/signals";
import { type QueryStart, useQueryLab } from "./query/use_query_lab.ts";
import {
  LOSS_FIELDS,
  type LossMode,
  type LossQuery,
  probabilitiesOf,
} from "@/lib/experiment/fields/loss_fields.ts";
import { lossCode } from "@/lib/labs/code/loss_code.ts";
import { lossSentence } from "@/lib/labs/loss/loss_sentence.ts";
import { type LossView, lossView } from "@/lib/labs/loss/loss_view.ts";
import { withProbability } from "@/lib/labs/loss/set_probability.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { CodePanel } from "@/lib/ui/code/code_panel.tsx";
import { CalculateButton, CalculationForm } from "@/lib/ui/form/calculation_form.tsx";
import { type Mode, ModeTabs } from "@/lib/ui/form/mode_tabs.tsx";
import { TextField } from "@/lib/ui/form/text_fields.tsx";
import { LossFigure } from "@/lib/ui/loss/loss_figure.tsx";
import { LossSummary } from "@/lib/ui/loss/loss_summary.tsx";
import { ShiftedTable } from "@/lib/ui/loss/shifted_rows.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";
import { ShowMe } from "@/lib/ui/page/show_me.tsx";
import { LossInputs } from "@/islands/loss/loss_inputs.tsx";
import { LabAnswer } from "@/islands/query/lab_answer.tsx";

const MODES: readonly Mode[] = [
  { key: "probabilities", label: "Probabilities", href: "?probabilities=0.5,0.5,0.5,0.125" },
  { key: "logits", label: "Logits and targets", href: "?from=logits" },
  { key: "losses", label: "Losses", href: "?losses_nats=0.69" },
];

const LABELS = {
  from: "From",
  text: "Text",
  model: "Model",
  probabilities: "Probabilities of the true tokens",
  losses_nats: "Losses in nats",
  logits: "Logits",
  targets: "Targets",
  tokens: "Tokens",
  words: "Words",
  bytes: "Bytes",
};

type Lab = QueryLab<LossQuery>;

/** The instrument of /loss. */
export default function Loss(start: QueryStart) {
  const lab = useQueryLab(LOSS_FIELDS, start);
  const view = useComputed(() => lossView(lab.query.value)).value;
  const code = lossCode(lab.query.value);
  const mode = fieldsOf(lab, view.mode);
  const modes = MODES.map((mode) => ({ ...mode, href: lab.base + mode.href }));
  return (
    <CalculationForm label="Loss" action={lab.base}>
      <LabAnswer
        lab={lab}
        labels={LABELS}
        note="How surprised a model is by the tokens that really came. Perplexity is e to the mean loss."
      >
        {sentenceOf(lab, view)}
      </LabAnswer>
      <div class="lab-flow">
        <ModeTabs label="From" modes={modes} current={mode} />
        <Results lab={lab} view={view} />
        <section class="area-text" aria-label="Inputs">
          <LossInputs lab={lab} mode={mode} />
          <CalculateButton />
        </section>
        {mode === "logits" && <Shifted lab={lab} view={view} />}
        {code && <CodePanel code={code} moved={lab.moved.value} />}
      </div>
    </CalculationForm>
  );
}

/** Whose fields are shown: those of what is computed, or of what the address holds that cannot be used. */
function fieldsOf(lab: Lab, mode: LossMode): LossMode {
  if (lab.error("losses_nats") !== null) return "losses";
  return (["logits", "targets", "tokens"] as const).some((name) => lab.error(name) !== null)
    ? "logits"
    : mode;
}

function sentenceOf(lab: Lab, { report, mode, error }: LossView): string {
  if (report === null) return error ?? "There is no loss to compute yet.";
  const sizes = new Set(lab.query.value.logits.map((row) => row.length));
  return lossSentence(report, mode, mode === "logits" && sizes.size === 1 ? [...sizes][0]! : null);
}

interface ResultsProps {
  readonly lab: Lab;
  readonly view: LossView;
}

function Results({ lab, view }: ResultsProps) {
  const isCurrent = lab.isCurrent.value;
  const source = "loss";
  return (
    <>
      <ResultRegion label="Losses" busy={!isCurrent} source={source} class="figure area-distribution">
        <Positions lab={lab} view={view} />
      </ResultRegion>
      <div class="halves">
        <ResultRegion
          label="Perplexity and probability"
          busy={!isCurrent}
          source={source}
          class="area-sampler"
        >
          {view.report && <LossSummary report={view.report} units={view.units} />}
        </ResultRegion>
        <See />
      </div>
    </>
  );
}

function Positions({ lab, view }: ResultsProps) {
  if (view.report) {
    const drag = (position: number, p: number) => setProbability(lab, view, position, p);
    return <LossFigure positions={view.positions} meanNats={view.report.meanNats} onProbability={drag} />;
  }
  return <ErrorBox title="These have no loss." fine="What you typed is kept.">{view.error}</ErrorBox>;
}

/** Gives a true token a probability, in whatever the losses are computed from. */
function setProbability(lab: Lab, view: LossView, position: number, probability: number): void {
  const query = lab.query.peek();
  if (view.mode === "probabilities") {
    lab.set({ probabilities: probabilitiesOf(query).with(position, probability) });
  } else if (view.mode === "losses") {
    lab.set({ losses_nats: query.losses_nats.with(position, Number((-Math.log(probability)).toFixed(6))) });
  } else {
    const row = query.logits[position]!;
    const share = Math.min(probability, 0.9995);
    lab.set({
      from: "logits",
      logits: query.logits.with(position, withProbability(row, query.targets[position]!, share)),
    });
  }
}

/** States of the page that show one idea each, each beside its idea. */
function See() {
  return (
    <ul class="see-list small">
      <li>
        One unlikely token weighs as much as several likely ones.{" "}
        <ShowMe href="/loss?probabilities=0.5,0.5,0.5,0.125">three coins and a surprise</ShowMe>
      </li>
      <li>
        Certain every time it is 1; spread over 50,000 tokens it is 50,000.{" "}
        <ShowMe href="/loss?probabilities=1,1,1">certainty</ShowMe>{" "}
        <ShowMe href="/loss?probabilities=0.00002,0.00002">one in 50,000</ShowMe>
      </li>
      <li>
        A sequence is as probable as the product of its tokens' probabilities, each given those before it.
        {" "}
        <ShowMe href="/loss?probabilities=0.6,0.8,0.25,0.5">0.6 · 0.8 · 0.25 · 0.5</ShowMe>
      </li>
      <li>
        Training lowers the mean of this; only the true token's probability counts.{" "}
        <ShowMe href="/loss?from=logits">four positions</ShowMe>{" "}
        <ShowMe href="/loss?logits=10000,-10000%0A-10000,10000&targets=0,0">logits of ±10,000</ShowMe>
      </li>
      <li>
        A loss of 0.69 is a perplexity of about 2. It does not say that an answer is true, current or useful.
        {" "}
        <ShowMe href="/loss?losses_nats=0.69">a loss of 0.69</ShowMe>
      </li>
      <li>
        Models with different tokens are compared per byte, not per token.{" "}
        <ShowMe href="/loss?text=The+package+left+the+warehouse.">a text per byte</ShowMe>
      </li>
    </ul>
  );
}

function Shifted({ lab, view }: { readonly lab: Lab; readonly view: LossView }) {
  const reason = lab.error("tokens");
  return (
    <section class="area-more" aria-label="Shifted rows">
      <h2>Each token is the target of those before it</h2>
      <TextField
        label="Tokens"
        name="tokens"
        mono
        hint="the distinct ones, in order, are ids 0, 1, 2 …"
        value={lab.text("tokens")}
        error={reason === null ? null : `Tokens ${reason}.`}
        onInput={(text) => lab.type("tokens", text)}
      />
      <ShiftedTable {...view.shifted} ids={view.ids} />
    </section>
  );
}
