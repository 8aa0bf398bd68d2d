/**
 * Which backend trains fastest here: each is given a few steps of the real network.
 *
 * @module
 */
import type { Backend } from "@/lib/lm/language_model.ts";
import type { EngineSpec, TrainingEngine } from "@/lib/training/engines/engine.ts";
import type { Batch } from "@/lib/training/network/batch.ts";
import { parameterCount } from "@/lib/training/network/network.ts";

/** A backend that may be tried. */
export interface EngineCandidate {
  readonly backend: Backend;
  /** When it is taken, for one that is tried only where no other works. */
  readonly fallback?: string;
  /** Makes it ready and builds an engine; rejects where the device has no such backend. */
  create(spec: EngineSpec): Promise<TrainingEngine>;
}

/** What a backend took for a step, or why it was not tried. */
export interface EngineMeasurement {
  readonly backend: Backend;
  /** Milliseconds of one step; null where it was not measured. */
  readonly milliseconds: number | null;
  /** Why it was not measured; empty where it was. */
  readonly reason: string;
}

/** The fastest engine, and what was measured. */
interface EngineChoice {
  readonly engine: TrainingEngine;
  readonly measured: readonly EngineMeasurement[];
}

/** Multiply-adds a step above which the plain CPU backend is not worth a trial. */
const CPU_LIMIT = 2e8;
/** A run this short, in milliseconds, is over before another backend has started. */
const SHORT = 1500;

/** Milliseconds that a backend may take to start: the threads of one may never come up, and no error tells it. */
const START_LIMIT = 20_000;

/** Acts after a time, in milliseconds, unless what it gives is called before. */
type Timer = (milliseconds: number, act: () => void) => () => void;

const timer: Timer = (milliseconds, act) => {
  const id = setTimeout(act, milliseconds);
  return () => clearTimeout(id);
};

/** Options of {@linkcode chooseEngine}. */
interface ChoiceOptions {
  readonly spec: EngineSpec;
  readonly batch: Batch;
  readonly steps: number;
  /** Tried in this order. */
  readonly candidates: readonly EngineCandidate[];
  readonly now: () => number;
  /** Default: the platform's. */
  readonly timer?: Timer;
}

/**
 * Measures the candidates and creates the fastest.
 *
 * @throws The last candidate's error, if none works.
 */
export async function chooseEngine(options: ChoiceOptions): Promise<EngineChoice> {
  const measured: EngineMeasurement[] = [];
  let best: { candidate: EngineCandidate; milliseconds: number } | null = null;
  let failure: unknown = new Error("No backend is left to train on");
  for (const candidate of options.candidates) {
    const { backend } = candidate;
    if (candidate.fallback && best !== null) continue;
    const skip = reasonToSkip(options, backend, best?.milliseconds ?? null);
    if (skip !== "") {
      measured.push({ backend, milliseconds: null, reason: skip });
      continue;
    }
    try {
      const milliseconds = await measure(options, candidate);
      measured.push({ backend, milliseconds, reason: "" });
      if (best === null || milliseconds < best.milliseconds) best = { candidate, milliseconds };
    } catch (error) {
      failure = error;
      measured.push({ backend, milliseconds: null, reason: messageOf(error) });
    }
  }
  if (best === null) throw failure;
  return { engine: await best.candidate.create(options.spec), measured };
}

function reasonToSkip({ spec, batch, steps }: ChoiceOptions, backend: Backend, best: number | null): string {
  if (best === null) return "";
  if (backend === "cpu" && 3 * batch.targets.length * parameterCount(spec.shape) > CPU_LIMIT) {
    return "too slow for a network of this size";
  }
  return backend === "webgpu" && best * steps < SHORT ? "the run is over before it would have started" : "";
}

/** The second and third step: the first compiles and allocates. */
async function measure(options: ChoiceOptions, candidate: EngineCandidate): Promise<number> {
  const { batch, now } = options;
  const engine = await started(options, candidate);
  try {
    await engine.step(batch, { rate: 0 });
    const start = now();
    await engine.step(batch, { rate: 0 });
    await engine.step(batch, { rate: 0 });
    return (now() - start) / 2;
  } finally {
    engine.dispose();
  }
}

/** The candidate's engine. One that comes after its time is given back. */
function started(
  { spec, timer: after = timer }: ChoiceOptions,
  candidate: EngineCandidate,
): Promise<TrainingEngine> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const cancel = after(START_LIMIT, () => {
      isLate = true;
      reject(new Error(`it did not start within ${START_LIMIT / 1000} s`));
    });
    candidate.create(spec).then(
      (engine) => isLate ? engine.dispose() : resolve(engine),
      reject,
    ).finally(cancel);
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String((error as { message?: unknown })?.message ?? error);
}
