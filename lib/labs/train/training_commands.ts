/**
 * Train, pause, step, resume, rewind: the loop that asks the worker for a few steps at a time.
 *
 * @module
 */
import { batch } from "@preact/signals";
import type { WorkerLink } from "@/lib/labs/train/worker_link.ts";
import type { TrainPorts } from "@/lib/labs/train/ports.ts";
import { newRun, rewound, type RunRecord, stepsMade, withProgress } from "@/lib/labs/train/run_record.ts";
import { problemOf } from "@/lib/labs/train/train_problem.ts";
import type { TrainState } from "@/lib/labs/train/train_state.ts";
import { settingError, TRAIN_FIELDS } from "@/lib/labs/train/train_fields.ts";
import { fieldNames } from "@/lib/experiment/codec.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** What a visitor does with a run. */
export interface TrainingCommands {
  /** Begins a run with the settings as they are. */
  train(): Promise<void>;
  pause(): void;
  /** One step of a paused run. */
  step(): Promise<void>;
  resume(): Promise<void>;
  /** Goes back to the checkpoint at or before a step. */
  rewind(step: number): Promise<void>;
}

/** Frames that a run is spread over, where it is fast enough to choose. */
const FRAMES = 40;
/** Milliseconds that one request may train for. */
const FRAME_TIME = 80;
/** Shortest time between two frames, so that a small network can be watched. */
const SHORTEST_FRAME = 20;
/** Evaluations of a run. */
const EVALUATIONS = 20;

/** Makes the commands. `refresh` shows the network as it stands now. */
export function createTrainingCommands(
  state: TrainState,
  ports: TrainPorts,
  link: WorkerLink,
  refresh: () => Promise<void>,
): TrainingCommands {
  /** Each start and each stop makes older loops end. */
  let turn = 0;

  async function advance(steps: number): Promise<void> {
    const run = state.run.peek()!;
    const made = stepsMade(run);
    const wanted = Math.min(steps, run.settings.steps - made);
    const every = Math.max(1, Math.floor(run.settings.steps / EVALUATIONS));
    const evaluate = made + wanted >= run.settings.steps ||
      Math.floor((made + wanted) / every) > Math.floor(made / every);
    const start = ports.now();
    const progress = await link.ask("advance", { steps: wanted, milliseconds: FRAME_TIME, evaluate });
    // A rewind or another run may have come between.
    if (state.run.peek() !== run) return;
    state.run.value = withProgress(run, progress, ports.now() - start);
    await refresh();
  }

  async function finish(mine: number): Promise<void> {
    const run = state.run.peek();
    if (run === null || turn !== mine) return;
    const over = stepsMade(run) >= run.settings.steps;
    // The last steps can end on time before they were evaluated.
    if (over && run.finalLoss === null && run.divergence === null) {
      const progress = await link.ask("advance", { steps: 0, milliseconds: 0, evaluate: true });
      state.run.value = withProgress(run, progress, 0);
    }
    if (turn === mine) state.status.value = statusAfter(state.run.peek()!);
  }

  async function loop(): Promise<void> {
    const mine = ++turn;
    state.status.value = "running";
    try {
      while (turn === mine && canGoOn(state.run.peek())) {
        const start = ports.now();
        await advance(Math.max(1, Math.ceil(state.run.peek()!.settings.steps / FRAMES)));
        await ports.drawn();
        const left = SHORTEST_FRAME - (ports.now() - start);
        if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
      }
      await finish(mine);
    } catch (error) {
      fail(error, mine);
    }
  }

  function fail(error: unknown, mine: number): void {
    if (turn !== mine) return;
    batch(() => {
      state.problem.value = problemOf(error, state.settings.peek());
      state.status.value = state.run.peek() === null ? "idle" : "paused";
    });
  }

  async function train(): Promise<void> {
    const settings = state.settings.peek();
    const wrong = wrongSetting(settings);
    if (wrong !== null) {
      state.problem.value = { message: wrong };
      return;
    }
    const mine = ++turn;
    batch(() => {
      state.status.value = "starting";
      state.problem.value = null;
      state.trace.value = null;
      state.comparison.value = null;
      state.written.value = null;
      state.ghost.value = null;
    });
    try {
      const facts = await link.ask("start", { settings });
      if (turn !== mine) return;
      const earlier = keptRuns(state);
      batch(() => {
        state.earlier.value = earlier;
        state.run.value = newRun((earlier.at(-1)?.number ?? 0) + 1, settings, facts);
        state.look.value = null;
      });
      await refresh();
    } catch (error) {
      return fail(error, mine);
    }
    if (turn === mine) await loop();
  }

  return {
    train,
    pause() {
      if (state.status.peek() !== "running") return;
      turn++;
      state.status.value = "paused";
    },
    async step() {
      if (!canGoOn(state.run.peek()) || state.status.peek() !== "paused") return;
      const mine = ++turn;
      try {
        await advance(1);
        if (turn !== mine) return;
        if (canGoOn(state.run.peek())) state.status.value = "paused";
        else await finish(mine);
      } catch (error) {
        fail(error, mine);
      }
    },
    async resume() {
      if (state.status.peek() === "paused" && canGoOn(state.run.peek())) await loop();
    },
    async rewind(step) {
      const run = state.run.peek();
      if (run === null || run.where === "server") return;
      const mine = ++turn;
      try {
        const back = await link.ask("rewind", { step });
        if (turn !== mine) return;
        batch(() => {
          state.run.value = rewound(state.run.peek() ?? run, back.step);
          state.status.value = "paused";
          state.problem.value = null;
        });
        await refresh();
      } catch (error) {
        fail(error, mine);
      }
    },
  };
}

function canGoOn(run: RunRecord | null): boolean {
  return run !== null && run.divergence === null && stepsMade(run) < run.settings.steps;
}

function statusAfter(run: RunRecord): "paused" | "done" | "diverged" {
  if (run.divergence !== null) return "diverged";
  return stepsMade(run) >= run.settings.steps ? "done" : "paused";
}

/** Runs to compare with: those that made a step. */
function keptRuns(state: TrainState): readonly RunRecord[] {
  const run = state.run.peek();
  const earlier = state.earlier.peek();
  return run !== null && stepsMade(run) > 0 ? [...earlier, run] : earlier;
}

/** What is wrong with the settings, in words, or null. */
export function wrongSetting(settings: TrainingSettings): string | null {
  for (const name of fieldNames(TRAIN_FIELDS)) {
    const error = settingError(name, settings[name]);
    if (error !== null) {
      return `${name.replaceAll("_", " ")}: ${error.replace("The value", `${settings[name]}`)}`;
    }
  }
  return null;
}
