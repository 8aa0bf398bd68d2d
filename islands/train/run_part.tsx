import { lastLoss, type RunRecord, stepsMade } from "@/lib/labs/train/run_record.ts";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import type { TrainStatus } from "@/lib/labs/train/train_state.ts";
import { TFJS_BYTES } from "@/lib/training/engines/tfjs_size.ts";
import { formatBytes, formatCount, formatDuration, formatFigure } from "@/lib/ui/format.ts";
import { RatePart } from "./rate_part.tsx";
import { Term } from "@/lib/ui/page/term.tsx";

interface PartProps {
  readonly lab: TrainLab;
}

const STATUS: Readonly<Record<TrainStatus, string>> = {
  idle: "Not trained yet",
  starting: "Preparing the text and measuring the backends",
  running: "Training",
  paused: "Paused",
  done: "Trained",
  diverged: "Stopped: the loss diverged",
};

/** Train, Pause, Step, Resume, and the way back. */
export function RunPart({ lab }: PartProps) {
  const { state, training } = lab;
  const status = state.status.value;
  const run = state.run.value;
  const busy = status === "starting" || status === "running";
  const unfinished = run !== null && run.divergence === null && stepsMade(run) < run.settings.steps;
  return (
    <section class="panel area-run run-bar" aria-label="Train">
      <div class="toolbar">
        <button type="submit" form="train-form" class="primary" disabled={status === "starting"}>
          Train
        </button>
        <PauseButton lab={lab} canResume={status === "paused" && unfinished} />
        <button
          type="button"
          class="needs-js"
          disabled={busy || status !== "paused" || !unfinished}
          onClick={training.step}
        >
          Step
        </button>
        {run && <Rewind lab={lab} run={run} disabled={status === "starting"} />}
        <RatePart lab={lab} />
      </div>
      <p class="small status-line">
        <b role="status">{STATUS[status]}</b>
        {run && stepsMade(run) > 0 && <Figures run={run} />}
      </p>
      {run && stepsMade(run) > 0 ? <Computed run={run} /> : <Costs />}
      <noscript>
        <p class="quiet small">
          Without JavaScript the server trains networks as small as this one; larger ones need it.
        </p>
      </noscript>
    </section>
  );
}

/** What a run that goes on can be asked for: to stop before it begins, to wait, to go on. */
function PauseButton({ lab: { state, training }, canResume }: PartProps & { readonly canResume: boolean }) {
  switch (state.status.value) {
    case "starting":
      return <button type="button" class="needs-js" onClick={training.cancel}>Cancel</button>;
    case "running":
      return <button type="button" class="needs-js" onClick={training.pause}>Pause</button>;
    default:
      return (
        <button type="button" class="needs-js" disabled={!canResume} onClick={training.resume}>Resume</button>
      );
  }
}

/** A slider over the checkpoints of the run. */
function Rewind({ lab, run, disabled }: PartProps & { readonly run: RunRecord; readonly disabled: boolean }) {
  const made = stepsMade(run);
  const { checkpoints, where } = run;
  const at = checkpoints.findLastIndex((step) => step <= made);
  if (where === "server" || checkpoints.length < 2) return null;
  return (
    <label class="inline rewind needs-js">
      Rewind
      <input
        type="range"
        min={0}
        max={checkpoints.length - 1}
        value={at}
        disabled={disabled}
        aria-valuetext={`step ${checkpoints[at]}`}
        onChange={(event) => lab.training.rewind(checkpoints[event.currentTarget.valueAsNumber] ?? 0)}
      />
    </label>
  );
}

function Figures({ run }: { readonly run: RunRecord }) {
  const loss = lastLoss(run);
  const heldOut = run.heldOutLosses.at(-1)?.[1];
  return (
    <>
      <span class="num">step {formatCount(stepsMade(run))} of {formatCount(run.settings.steps)}</span>
      <span title={`${loss} nats`}>
        <Term name="loss" /> <b class="num">{formatFigure(loss, 4)}</b> nats
      </span>
      <span title={`exp(${loss})`}>
        <Term name="perplexity" /> <b class="num">{formatFigure(Math.exp(loss), 2)}</b>
      </span>
      {heldOut !== undefined && (
        <span title={`${heldOut} nats`}>
          held out <b class="num">{formatFigure(heldOut, 4)}</b> nats
        </span>
      )}
    </>
  );
}

/** What the first training loads. */
function Costs() {
  return (
    <p class="quiet small">
      This tab trains it. The first training loads tfjs, {formatBytes(TFJS_BYTES)} from this site.
    </p>
  );
}

/** What computed the run, and what the backends took. */
function Computed({ run }: { readonly run: RunRecord }) {
  const { engine, facts, where } = run;
  const measured = engine.measured.map(({ backend, milliseconds, reason }) =>
    milliseconds === null ? `${backend}: ${reason}` : `${backend} ${formatDuration(milliseconds)} a step`
  );
  const by = where === "server"
    ? `Computed on the server, in plain TypeScript. Train makes it again in this tab with tfjs, ${
      formatBytes(TFJS_BYTES)
    } from this site`
    : `Computed in this tab on ${engine.backend}${engine.threads > 1 ? `, ${engine.threads} threads` : ""}`;
  return (
    <p class="quiet small">
      {by}. {formatCount(facts.parameters)} parameters, {formatCount(facts.trainExamples)} examples
      {facts.heldOutExamples > 0 && `, ${formatCount(facts.heldOutExamples)} held out`},{" "}
      {formatCount(facts.shape.vocabulary)} tokens.
      {where === "tab" && measured.length > 0 && ` Measured: ${measured.join("; ")}.`}
      {engine.notices.map((notice) => ` ${notice}.`)}
    </p>
  );
}
