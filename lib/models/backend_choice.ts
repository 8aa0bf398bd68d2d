/**
 * Which backend a model runs on: the visitor's, the one remembered, or the faster of both in a measured
 * warm-up. "The browser has WebGPU" does not mean that it is faster: small models often run better on WASM.
 *
 * @module
 */
import type { EngineBackend, LoadSpec } from "@/lib/models/engine.ts";
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

/**
 * Loads the model on both backends, one after the other, and keeps the faster. The second starts only where
 * `isStored` finds the files in the browser's cache, so that nothing is downloaded twice.
 */
export async function raceSessions(
  factory: WorkerFactory,
  specs: readonly [LoadSpec, LoadSpec],
  isStored: () => Promise<boolean>,
  options: StartOptions,
): Promise<Started> {
  const [first, second] = specs;
  const one = await firstThatStarts(factory, [first, second], options);
  if (one.session.spec.backend !== first.backend || !await isStored()) return one;
  const patience = Math.max(LEAST_PATIENCE, PATIENCE * one.session.facts.report.milliseconds);
  try {
    return settle(one, await startWithin(patience, factory, second, options));
  } catch (error) {
    if (options.signal.aborted) {
      one.session.connection.terminate();
      throw options.signal.reason;
    }
    const why = error instanceof Error ? error.message : String(error);
    return { ...one, notices: [...one.notices, `${label(second)} was left out: ${why}`] };
  }
}

/** Keeps the session that answers its reference, or else the faster one. */
function settle(one: Started, other: ModelSession): Started {
  const [mine, theirs] = [one.session.facts.report, other.facts.report];
  const differs = (mine.referenceMatches ?? true) !== (theirs.referenceMatches ?? true);
  const otherWins = differs ? mine.referenceMatches === false : theirs.tokensPerSecond > mine.tokensPerSecond;
  const [winner, loser] = otherWins ? [other, one.session] : [one.session, other];
  loser.connection.terminate();
  const { backend, tokensPerSecond } = theirs;
  return { session: winner, warmUp: [...one.warmUp, { backend, tokensPerSecond }], notices: one.notices };
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
    return value === "webgpu" || value === "wasm" ? value : null;
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
