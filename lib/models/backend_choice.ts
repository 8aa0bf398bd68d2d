/**
 * Which backend a model runs on: the visitor's, the one remembered, or the faster of two in a measured
 * warm-up. "The browser has WebGPU" does not mean that it is faster: small models often run better on WASM.
 *
 * @module
 */
import { ENGINE_BACKENDS, type EngineBackend, type LoadSpec } from "@/lib/models/engine.ts";
import { answersAgree } from "@/lib/models/engine/reference_check.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import {
  firstThatStarts,
  label,
  type ModelSession,
  type Started,
  type StartOptions,
  startSession,
  type WorkerFactory,
} from "@/lib/models/worker/model_session.ts";

/** A larger model is not loaded twice to be measured: it takes memory twice, and WebGPU wins. */
export const RACE_LIMIT_BYTES = 1024 ** 3;

/** The second of a race is given up after this many times the first one's start. */
const PATIENCE = 4;
/** Nor is it given up before this many milliseconds. */
const LEAST_PATIENCE = 15_000;

/** Largest difference of two engines' log-probabilities, in nats: a GPU adds in another order. */
const AGREEMENT = 0.02;

/** Options of {@linkcode raceSessions}. */
interface RaceOptions extends StartOptions {
  /** Whether the browser's cache holds the files, so that a second load downloads nothing. */
  readonly isStored: () => Promise<boolean>;
}

/**
 * Loads the model on the first of `specs` that starts, then on its rival, and keeps the faster of those that agree.
 * The rival starts only where the files are stored.
 */
export async function raceSessions(
  factory: WorkerFactory,
  specs: readonly LoadSpec[],
  rival: LoadSpec,
  options: RaceOptions,
): Promise<Started> {
  const one = await firstThatStarts(factory, specs, options);
  const { report } = one.session.facts;
  const isFirst = one.session.spec.backend === specs[0]?.backend && report.backend !== rival.backend;
  if (!isFirst || !await options.isStored()) return one;
  const patience = Math.max(LEAST_PATIENCE, PATIENCE * report.milliseconds);
  try {
    return settle(one, await startWithin(patience, factory, rival, options));
  } catch (error) {
    if (options.signal.aborted) {
      one.session.connection.terminate();
      throw options.signal.reason;
    }
    const why = error instanceof Error ? error.message : String(error);
    return { ...one, notices: [...one.notices, `${label(rival)} was left out: ${why}`] };
  }
}

/** Keeps the session that answers its reference, or onnxruntime's where two answers differ, or else the faster one. */
function settle(one: Started, other: ModelSession): Started {
  const [mine, theirs] = [one.session.facts.report, other.facts.report];
  const differs = (mine.referenceMatches ?? true) !== (theirs.referenceMatches ?? true);
  const unproven = mine.backend === "kernel" && mine.referenceMatches === null;
  const wrong = unproven && !answersAgree(mine.answer, theirs.answer, AGREEMENT);
  const otherWins = differs
    ? mine.referenceMatches === false
    : wrong || theirs.tokensPerSecond > mine.tokensPerSecond;
  const [winner, loser] = otherWins ? [other, one.session] : [one.session, other];
  loser.connection.terminate();
  const { backend, tokensPerSecond } = theirs;
  const notices = wrong
    ? [`${label(one.session.spec)} answered otherwise than onnxruntime and was left out`]
    : [];
  return {
    session: winner,
    warmUp: [...one.warmUp, { backend, tokensPerSecond }],
    notices: [...one.notices, ...notices],
  };
}

async function startWithin(
  milliseconds: number,
  factory: WorkerFactory,
  spec: LoadSpec,
  options: StartOptions,
): Promise<ModelSession> {
  const tooSlow = new AbortController();
  const seconds = Math.round(milliseconds / 1000);
  const timer = setTimeout(() => {
    tooSlow.abort(new ModelError("internal", `it took longer than ${seconds} s to start`));
  }, milliseconds);
  try {
    const signal = AbortSignal.any([options.signal, tooSlow.signal]);
    return await startSession(factory, spec, { ...options, signal });
  } finally {
    clearTimeout(timer);
  }
}

/** What is asked of `localStorage`. */
export type BackendStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Remembers the backend that won for each model on this device. A storage that refuses is no storage. */
export class BackendMemory {
  readonly #storage: BackendStorage | null;

  constructor(storage: BackendStorage | null) {
    this.#storage = storage;
  }

  /** The winner of an earlier race; null where there was none. */
  recall(name: string, dtype: string): EngineBackend | null {
    const value = attempt(() => this.#storage?.getItem(key(name, dtype)));
    return ENGINE_BACKENDS.find((backend) => backend === value) ?? null;
  }

  /** Keeps the winner of a race. */
  remember(name: string, dtype: string, backend: EngineBackend): void {
    attempt(() => this.#storage?.setItem(key(name, dtype), backend));
  }

  /** Forgets a winner that failed, so that the next load measures again. */
  forget(name: string, dtype: string): void {
    attempt(() => this.#storage?.removeItem(key(name, dtype)));
  }
}

function key(name: string, dtype: string): string {
  return `backend:${name}:${dtype}`;
}

function attempt<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}
