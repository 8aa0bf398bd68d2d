/**
 * Train, pause, step, resume, rewind: the loop that asks the worker for a few steps at a time.
 *
 * @module
 */
import { batch } from "@preact/signals";
import type { TrainPorts } from "@/lib/labs/train/ports.ts";
import { newRun, rewound, type RunRecord, stepsMade, withProgress } from "@/lib/labs/train/run_record.ts";
import { problemOf } from "@/lib/labs/train/train_problem.ts";
import type { TrainState } from "@/lib/labs/train/train_state.ts";
import type { WorkerLink } from "@/lib/labs/train/worker_link.ts";

/** What a visitor does with a run. */
export interface TrainingCommands {
  /** Begins a run with the settings as they are. */
  train(): Promise<void>;
  /** Ends a run that is being prepared; the one before stays to compare with. */
  cancel(): void;
  pause(): void;
  /** One step of a paused run. */
  step(): Promise<void>;
  resume(): Promise<void>;
  /** Goes back to the checkpoint at or before a step. */
  rewind(step: number): Promise<void>;
}

/** Milliseconds that a run is spread over, where it is fast enough to choose: time to watch, not to wait. */
const WATCHED = 900;
/** Milliseconds that one request may train for. */
const FRAME_TIME = 80;
/** Shortest time between two frames, so that a small network can be watched. */
const SHORTEST_FRAME = 20;
/** Evaluations of a run. */
const EVALUATIONS = 20;

/** What the commands work with; `refresh` shows the network as it stands now, `wrong` says what cannot be trained with. */
interface TrainingParts {
  readonly state: TrainState;
  readonly ports: TrainPorts;
  readonly link: WorkerLink;
  readonly refresh: () => Promise<void>;
  readonly wrong: () => string | null;
}

/** Makes the commands. */
export function createTrainingCommands(parts: TrainingParts): TrainingCommands {
  const loop = new TrainingLoop(parts);
  return {
    train: () => loop.train(),
    cancel: () => loop.cancel(),
    pause: () => loop.pause(),
    step: () => loop.step(),
    resume: () => loop.resume(),
    rewind: (step) => loop.rewind(step),
  };
}

class TrainingLoop implements TrainingCommands {
  readonly #parts: TrainingParts;
  /** Each start and each stop makes older loops end. */
  #turn = 0;
  #advancing: Promise<void> = Promise.resolve();

  constructor(parts: TrainingParts) {
    this.#parts = parts;
  }

  async train(): Promise<void> {
    const { state } = this.#parts;
    const wrong = this.#parts.wrong();
    if (wrong !== null) {
      state.problem.value = { message: wrong };
      return;
    }
    const mine = ++this.#turn;
    clearShown(state);
    if (await this.#attempt(mine, () => this.#begin(mine)) && this.#turn === mine) await this.#loop();
  }

  cancel(): void {
    const { state, link } = this.#parts;
    this.#turn++;
    link.close();
    batch(() => {
      state.earlier.value = keptRuns(state);
      state.run.value = null;
      state.status.value = "idle";
    });
  }

  pause(): void {
    const { status } = this.#parts.state;
    if (status.peek() !== "running") return;
    this.#turn++;
    status.value = "paused";
  }

  async step(): Promise<void> {
    if (!this.#isWaiting()) return;
    const mine = ++this.#turn;
    await this.#attempt(mine, async () => {
      await this.#advance(1);
      if (!canGoOn(this.#parts.state.run.peek())) await this.#finish(mine);
    });
  }

  async resume(): Promise<void> {
    if (this.#isWaiting()) await this.#loop();
  }

  async rewind(step: number): Promise<void> {
    const { state, link, refresh } = this.#parts;
    const run = state.run.peek();
    if (run === null || run.where === "server") return;
    const mine = ++this.#turn;
    await this.#attempt(mine, async () => {
      const back = await link.ask("rewind", { step });
      if (this.#turn !== mine) return;
      batch(() => {
        state.run.value = rewound(state.run.peek() ?? run, back.step);
        state.status.value = "paused";
        state.problem.value = null;
      });
      await refresh();
    });
  }

  /** Starts a worker's run with the settings as they are; the one before stays to compare with. */
  async #begin(mine: number): Promise<void> {
    const { state, link, refresh } = this.#parts;
    const settings = state.settings.peek();
    const facts = await link.ask("start", { settings });
    if (this.#turn !== mine) return;
    const earlier = keptRuns(state);
    batch(() => {
      state.earlier.value = earlier;
      state.run.value = newRun((earlier.at(-1)?.number ?? 0) + 1, settings, facts);
      state.look.value = null;
    });
    await refresh();
  }

  async #loop(): Promise<void> {
    const { state } = this.#parts;
    const mine = ++this.#turn;
    state.status.value = "running";
    const end = this.#parts.ports.now() + WATCHED;
    await this.#attempt(mine, async () => {
      let frame = SHORTEST_FRAME;
      while (this.#turn === mine && canGoOn(state.run.peek())) frame = await this.#frame(end, frame);
      await this.#finish(mine);
    });
  }

  /** As many steps as let the run end in time, drawn; a network that is faster than the eye waits a moment. */
  async #frame(end: number, lastFrame: number): Promise<number> {
    const { state, ports } = this.#parts;
    const start = ports.now();
    const run = state.run.peek()!;
    const framesLeft = Math.max(1, (end - start) / lastFrame);
    await this.#advance(Math.ceil((run.settings.steps - stepsMade(run)) / framesLeft));
    await ports.drawn();
    const left = SHORTEST_FRAME - (ports.now() - start);
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
    return ports.now() - start;
  }

  /** One after the other: a step that was asked for while a frame is under way counts from where that ends. */
  #advance(steps: number): Promise<void> {
    const before = this.#advancing.catch(() => {});
    return this.#advancing = before.then(() => this.#advanceNow(steps));
  }

  async #advanceNow(steps: number): Promise<void> {
    const { state, ports, link, refresh } = this.#parts;
    const run = state.run.peek()!;
    const made = stepsMade(run);
    const wanted = Math.min(steps, run.settings.steps - made);
    if (wanted <= 0) return;
    const start = ports.now();
    const evaluate = isEvaluated(run, made + wanted);
    const progress = await link.ask("advance", { steps: wanted, milliseconds: FRAME_TIME, evaluate });
    // A rewind or another run may have come between.
    if (state.run.peek() !== run) return;
    state.run.value = withProgress(run, progress, ports.now() - start);
    await refresh();
  }

  async #finish(mine: number): Promise<void> {
    const { state, link } = this.#parts;
    const run = state.run.peek();
    if (run === null || this.#turn !== mine) return;
    // The last steps can end on time before they were evaluated.
    if (stepsMade(run) >= run.settings.steps && run.finalLoss === null && run.divergence === null) {
      const progress = await link.ask("advance", { steps: 0, milliseconds: 0, evaluate: true });
      state.run.value = withProgress(run, progress, 0);
    }
    if (this.#turn === mine) state.status.value = statusAfter(state.run.peek()!);
  }

  /** Whether it worked; a failure is shown unless something else was begun since. */
  async #attempt(mine: number, act: () => Promise<void>): Promise<boolean> {
    const { state } = this.#parts;
    try {
      await act();
      return true;
    } catch (error) {
      if (this.#turn === mine) {
        batch(() => {
          state.problem.value = problemOf(error, state.settings.peek());
          state.status.value = state.run.peek() === null ? "idle" : "paused";
        });
      }
      return false;
    }
  }

  #isWaiting(): boolean {
    const { status, run } = this.#parts.state;
    return status.peek() === "paused" && canGoOn(run.peek());
  }
}

/** What was shown of the run before goes; its record stays until the next one is there. */
function clearShown(state: TrainState): void {
  batch(() => {
    state.status.value = "starting";
    state.problem.value = null;
    state.trace.value = null;
    state.comparison.value = null;
    state.written.value = null;
    state.ghost.value = null;
  });
}

/** Whether the losses are measured after a step: at the end, and at even intervals before. */
function isEvaluated(run: RunRecord, step: number): boolean {
  const every = Math.max(1, Math.floor(run.settings.steps / EVALUATIONS));
  return step >= run.settings.steps || Math.floor(step / every) > Math.floor(stepsMade(run) / every);
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
