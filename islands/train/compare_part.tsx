import { type RunRecord, stepsMade, thinned } from "@/lib/labs/train/run_record.ts";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import { labelOf } from "@/lib/labs/train/walk.ts";
import type { RunFacts } from "@/lib/training/run/training_protocol.ts";
import type { CountComparison, Fit } from "@/lib/training/run/count_comparison.ts";
import { type DataColumn, DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatCount, formatFigure, formatProbability } from "@/lib/ui/format.ts";
import { LinePlot } from "@/lib/ui/plot/line_plot.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";

interface PartProps {
  readonly lab: TrainLab;
}

/** The network beside counts on the same split. */
export function CountsPart({ lab }: PartProps) {
  const { comparison, waiting } = lab.state;
  const facts = lab.views.facts.value;
  if (facts === null) return null;
  const busy = lab.views.busy.value || waiting.value === "counts";
  return (
    <Panel title="Beside counts" area="more">
      <p class="small">
        Counts cannot share what they learn: a context that never occurred tells them nothing. The same text,
        the same examples:
      </p>
      {comparison.value && <Comparison facts={facts} comparison={comparison.value} />}
      <button type="button" class="needs-js" disabled={busy} onClick={lab.inspect.compare}>
        {comparison.value ? "Compare again" : "Compare with counts"}
      </button>
    </Panel>
  );
}

function fitColumns<Row>(label: string, fit: (row: Row) => Fit | null) {
  const figure = (value: number | undefined, digits: number) =>
    value === undefined ? "" : formatFigure(value, digits);
  return [
    {
      key: `${label} perplexity`,
      label: `${label}: perplexity`,
      numeric: true,
      cell: (row: Row) => figure(fit(row)?.perplexity, 2),
      value: (row: Row) => fit(row)?.perplexity ?? NaN,
      exact: (row: Row) => `${fit(row)?.nats} nats`,
    },
    {
      key: `${label} bits`,
      label: "bits per byte",
      numeric: true,
      cell: (row: Row) => figure(fit(row)?.bitsPerByte, 3),
      exact: (row: Row) => String(fit(row)?.bitsPerByte),
    },
  ];
}

function Comparison(
  { facts, comparison }: { readonly facts: RunFacts; readonly comparison: CountComparison },
) {
  const { rows, trainExamples, heldOutExamples, unseen } = comparison;
  const held = heldOutExamples > 0;
  return (
    <>
      <DataTable
        caption={`Perplexity of ${formatCount(trainExamples)} training${
          held ? ` and ${formatCount(heldOutExamples)} held-out` : ""
        } examples`}
        rows={rows}
        rowKey={({ name }) => name}
        columns={[
          { key: "name", label: "Model", cell: ({ name }) => name },
          ...fitColumns<typeof rows[number]>("training", ({ train }) => train),
          ...(held ? fitColumns<typeof rows[number]>("held out", ({ heldOut }) => heldOut) : []),
          ...(held
            ? [{
              key: "impossible",
              label: "given 0 %",
              numeric: true,
              cell: ({ heldOut }: typeof rows[number]) => formatCount(heldOut?.impossible ?? 0),
            }]
            : []),
        ]}
      />
      {unseen.length > 0 && <Unseen facts={facts} unseen={unseen} />}
    </>
  );
}

function Unseen(
  { facts, unseen }: { readonly facts: RunFacts; readonly unseen: CountComparison["unseen"] },
) {
  return (
    <DataTable
      caption="Contexts that never occur in the training text"
      rows={unseen}
      columns={[
        {
          key: "context",
          label: "Context",
          cell: ({ context }) => context.map((id) => labelOf(facts, id)).join(" "),
        },
        { key: "counts", label: "Counts say", cell: () => "0, for every token" },
        {
          key: "network",
          label: "The network says",
          cell: ({ likeliest, likeliestProbability }) =>
            `${labelOf(facts, likeliest)} ${formatProbability(likeliestProbability)}`,
          exact: ({ likeliestProbability }) => String(likeliestProbability),
        },
        {
          key: "target",
          label: "What really follows",
          cell: ({ target, targetProbability }) =>
            target === null
              ? "nothing: a made-up context"
              : `${labelOf(facts, target)} ${formatProbability(targetProbability ?? 0)}`,
        },
      ]}
    />
  );
}

/** The runs of this visit, in a table and on one plot. */
export function RunsPart({ lab }: PartProps) {
  const runs = lab.views.comparable.value;
  if (runs.length < 2) return null;
  return (
    <Panel title="Runs" area="more">
      <LinePlot
        reads
        title="Loss of each run"
        x={{ label: "step", min: 0 }}
        y={{ label: "loss", unit: "nats", min: 0 }}
        series={runs.slice(-4).map((each) => ({
          label: `run ${each.number}`,
          points: thinned(each.losses.map((loss, step) => [step, loss] as const), 60),
        }))}
        table={false}
      />
      <DataTable
        caption="Runs of this visit"
        rows={runs}
        rowKey={({ number }) => number}
        columns={runColumns(lab)}
      />
    </Panel>
  );
}

function runColumns(lab: TrainLab): DataColumn<RunRecord>[] {
  return [
    { key: "number", label: "Run", cell: ({ number }) => String(number) },
    { key: "what", label: "Settings", cell: describe },
    { key: "steps", label: "Steps", numeric: true, cell: (each) => formatCount(stepsMade(each)) },
    {
      key: "loss",
      label: "Loss",
      unit: "nats",
      numeric: true,
      cell: (each) =>
        each.divergence ? "diverged" : formatFigure(each.finalLoss ?? each.losses.at(-1) ?? NaN, 4),
      exact: (each) => String(each.finalLoss ?? each.losses.at(-1)),
    },
    {
      key: "held",
      label: "Held out",
      unit: "nats",
      numeric: true,
      cell: (each) => each.heldOutLosses.length > 0 ? formatFigure(each.heldOutLosses.at(-1)![1], 4) : "",
    },
    {
      key: "again",
      label: "Settings",
      cell: (each) => (
        <button
          type="button"
          class="plain"
          aria-label={`Use the settings of run ${each.number}`}
          onClick={() => lab.change(each.settings)}
        >
          use
        </button>
      ),
    },
  ];
}

function describe({ settings, facts }: RunRecord): string {
  const { shape } = facts;
  return `${shape.context}·${shape.embedding} → ${shape.hidden} → ${shape.vocabulary}, ${shape.activation}, ${settings.optimizer} ${settings.learning_rate}, seed ${settings.seed}`;
}
