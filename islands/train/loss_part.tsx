import { type LossPoint, type RunRecord, stepsMade, thinned } from "@/lib/labs/train/run_record.ts";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import { type DataColumn, DataTable } from "@/lib/ui/plot/data_table.tsx";
import { runSource } from "@/lib/training/run/run_source.ts";
import { MAX_EVALUATED } from "@/lib/training/run/training_run.ts";
import { formatCount, formatFigure } from "@/lib/ui/format.ts";
import { LinePlot, type Series } from "@/lib/ui/plot/line_plot.tsx";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";

/** Points of a line: more could not be told apart. */
const POINTS = 120;
const ROWS = 9;

interface LossRow {
  readonly step: number | "final";
  readonly loss: number;
  readonly norm: number | null;
}

/** The loss of each step with the floor of the data drawn in, and the same figures as a table. */
export function LossPart({ lab }: { readonly lab: TrainLab }) {
  const run = lab.state.run.value;
  const status = lab.state.status.value;
  return (
    <Panel title="Loss" area="loss" quietTitle>
      <ResultRegion
        label="Training result"
        busy={status === "starting" || status === "running" || lab.views.stale.value}
        source={run ? sourceOf(run) : ""}
      >
        {run === null || stepsMade(run) === 0
          ? <p class="quiet empty-plot">{emptyText(status)}</p>
          : <Losses run={run} />}
      </ResultRegion>
    </Panel>
  );
}

function emptyText(status: string): string {
  if (status === "starting") {
    return "The text is split, the first weights are drawn, the backends are measured …";
  }
  return "Press Train: the loss of every step is drawn here while the network learns.";
}

/** Names what computed the result. */
export function sourceOf(run: RunRecord): string {
  return runSource({ seed: run.settings.seed, steps: stepsMade(run), backend: run.engine.backend });
}

const COLUMNS: readonly DataColumn<LossRow>[] = [
  {
    key: "step",
    label: "Step",
    cell: ({ step }) => step === "final" ? "after the last" : String(step),
  },
  {
    key: "loss",
    label: "Loss",
    unit: "nats",
    numeric: true,
    cell: ({ loss }) => formatFigure(loss, 4),
    exact: ({ loss }) => String(loss),
  },
  {
    key: "perplexity",
    label: "Perplexity",
    numeric: true,
    cell: ({ loss }) => formatFigure(Math.exp(loss), 3),
    exact: ({ loss }) => String(Math.exp(loss)),
  },
  {
    key: "norm",
    label: "Gradient",
    unit: "length",
    numeric: true,
    cell: ({ norm }) => norm === null ? "" : formatFigure(norm, 4),
    exact: ({ norm }) => norm === null ? "not measured at this step" : String(norm),
  },
];

function Losses({ run }: { readonly run: RunRecord }) {
  return (
    <>
      <LinePlot
        reads
        title="Loss over the steps"
        x={{
          label: "steps made, the first ones magnified",
          min: 1,
          max: run.settings.steps + 1,
          log: true,
          format: stepOf,
        }}
        y={{ label: "loss", unit: "nats", min: 0 }}
        series={lossSeries(run).map((line) => ({
          ...line,
          points: line.points.map(([step, loss]) => [step + 1, loss] as const),
        }))}
        table={false}
      />
      {run.settings.batch > 0 && run.facts.trainExamples > MAX_EVALUATED && (
        <p class="quiet small">
          Training and held-out loss are those of {formatCount(MAX_EVALUATED)} evenly spread examples.
        </p>
      )}
      {run.divergence && <p class="field-error">{run.divergence}.</p>}
      <Fold summary="Losses in figures, length of the gradient">
        <LinePlot
          reads
          title="Length of the gradient over the steps"
          x={{ label: "step", min: 0, max: run.settings.steps }}
          y={{ label: "length", min: 0 }}
          series={[{ label: "gradient", points: thinned(run.gradientNorms, POINTS) }]}
          height={160}
          table={false}
        />
        <DataTable
          caption="Training loss, before each step"
          rows={rowsOf(run)}
          rowKey={({ step }) => step}
          rowAttributes={({ step, loss }) => ({ "data-step": step, "data-loss": loss })}
          columns={COLUMNS}
        />
      </Fold>
    </>
  );
}

/** The axis counts from 1, since a logarithm has no 0. */
function stepOf(place: number): string {
  return formatCount(place);
}

function lossSeries(run: RunRecord): Series[] {
  const { floorNats } = run.facts;
  const steps = run.losses.map((loss, step): LossPoint => [step, loss]);
  const ends: readonly LossPoint[] = run.finalLoss === null ? [] : [[run.settings.steps, run.finalLoss]];
  const batches = run.settings.batch > 0;
  return [
    {
      label: batches ? "loss of each batch" : "loss",
      points: thinned([...steps, ...(batches ? [] : ends)], POINTS),
    },
    ...(batches ? [{ label: "training text", points: run.trainLosses }] : []),
    ...(run.heldOutLosses.length > 0 ? [{ label: "held-out text", points: run.heldOutLosses }] : []),
    {
      label: `floor ${formatFigure(floorNats, 4)}`,
      points: [[0, floorNats], [run.settings.steps, floorNats]],
      truth: true,
    },
  ];
}

/** Rows of the table: evenly spread steps, the first and the last among them, and the loss after the last. */
function rowsOf(run: RunRecord): readonly LossRow[] {
  const norms = new Map(run.gradientNorms);
  const steps = thinned(
    run.losses.map((loss, step) => ({ step, loss, norm: norms.get(step) ?? null })),
    ROWS,
  );
  return run.finalLoss === null
    ? steps
    : [...steps, { step: "final" as const, loss: run.finalLoss, norm: null }];
}
