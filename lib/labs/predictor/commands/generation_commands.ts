/**
 * Step, Run and Stop.
 *
 * @module
 */
import { batch } from "@preact/signals";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import type { Experiment } from "@/lib/labs/experiment/experiment.ts";
import type { Computation } from "@/lib/labs/predictor/commands/computation.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { Prediction } from "@/lib/labs/predictor/answer.ts";
import type { Phase, PredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import { computeProblem, isAbort } from "@/lib/labs/predictor/problem.ts";

/** Milliseconds between two updates of the page during a run. */
const SHOW_EVERY = 40;

/** The commands that make tokens. */
export interface GenerationCommands {
  /** Predicts, picks and appends one token, each phase visible; again while one is under way hurries it. */
  step(): Promise<void>;
  /** Appends tokens until a condition stops it. */
  run(): Promise<void>;
  /** Stops a run or a step within one token; what was made stays. */
  stop(): void;
  /** Stops and shows nothing more of it: the experiment has become another one. */
  abandon(): void;
}

/** Creates the commands of a page. */
export function createGenerationCommands(
  state: PredictorState,
  ports: PredictorPorts,
  computation: Computation,
  experiment: Experiment<PredictorQuery>,
): GenerationCommands {
  const { clock } = ports;
  let controller = new AbortController();
  let hurry = new AbortController();
  let steps: Promise<void> = Promise.resolve();
  let running = false;
  // Counts the stops: what waits for its turn is called off with what runs.
  let stops = 0;
  // Counts the experiments: what was begun for an earlier one is no longer shown.
  let epoch = 0;

  function step(): Promise<void> {
    if (running) return Promise.resolve();
    hurry.abort();
    const before = stops;
    steps = steps.then(() => stops === before ? generating(stepOnce) : undefined);
    return steps;
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    hurry.abort();
    const before = stops;
    try {
      await steps;
      if (stops === before) await generating(runOn);
    } finally {
      running = false;
    }
  }

  function stop(): void {
    stops++;
    if (running) state.stopped.value = true;
    controller.abort(new DOMException("Stopped by the visitor", "AbortError"));
    hurry.abort();
  }

  function abandon(): void {
    epoch++;
    stop();
  }

  /** Waits for the current answer, then works on it; a failure keeps what was made. */
  async function generating(work: (from: Prediction, signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = controller = new AbortController();
    hurry = new AbortController();
    const begun = epoch;
    batch(() => {
      state.generating.value = true;
      state.still.value = false;
      state.stopped.value = false;
    });
    try {
      await computation.settled();
      const from = state.prediction.peek();
      if (from !== null && !signal.aborted && from.reading.canGoOn(from, state.query.peek())) {
        await work(from, signal);
      }
    } catch (error) {
      if (!isAbort(error)) state.problem.value = computeProblem(error);
    } finally {
      finish(begun);
    }
  }

  function finish(begun: number): void {
    batch(() => {
      state.generating.value = false;
      state.phase.value = "idle";
      state.picked.value = null;
      if (begun === epoch) state.pending.value = false;
    });
  }

  async function stepOnce(from: Prediction, signal: AbortSignal): Promise<void> {
    await phase("predict", signal);
    const query = state.query.peek();
    const id = from.reading.next(from, query);
    if (id === null) return;
    state.picked.value = id;
    await phase("pick", signal);
    state.phase.value = "append";
    state.pending.value = true;
    const longer = withToken(query, id);
    const next = await computation.answer(longer, from, false, signal);
    await state.follow.peek()?.(next, longer);
    show(next, longer, "push");
    await phase("append", signal);
  }

  async function phase(name: Phase, signal: AbortSignal): Promise<void> {
    state.phase.value = name;
    await clock.wait(ports.phaseTime, hurry.signal).catch(() => {});
    signal.throwIfAborted();
  }

  async function runOn(from: Prediction, signal: AbortSignal): Promise<void> {
    experiment.set({}, "push");
    state.pending.value = true;
    let [prediction, query, shownAt] = [from, state.query.peek(), clock.now()];
    const begun = epoch;
    const showUnlessAbandoned = () => {
      if (begun === epoch) show(prediction, query, "replace");
    };
    try {
      do {
        const id = prediction.reading.next(prediction, query);
        if (id === null) break;
        const longer = withToken({ ...state.query.peek(), path: query.path }, id);
        prediction = await computation.answer(longer, prediction, false, signal);
        query = longer;
        await state.follow.peek()?.(prediction, query);
        if (clock.now() - shownAt < SHOW_EVERY) continue;
        showUnlessAbandoned();
        // A task of its own lets the page draw and the Stop button be heard.
        await clock.wait(0, signal);
        shownAt = clock.now();
      } while (!signal.aborted && prediction.reading.stop(prediction, query) === "visitor");
    } finally {
      showUnlessAbandoned();
      experiment.flush();
    }
  }

  function show(prediction: Prediction, { path }: PredictorQuery, how: "replace" | "push"): void {
    batch(() => {
      experiment.set({ path }, how);
      state.ghost.value = new Map();
      computation.show(prediction);
    });
  }

  return { step, run, stop, abandon };
}

function withToken(query: PredictorQuery, id: number): PredictorQuery {
  return { ...query, path: [...query.path, id] };
}
