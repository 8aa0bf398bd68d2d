/**
 * A worker with a model loaded in it, and which of several to keep.
 *
 * @module
 */
import type { EngineBackend, EngineFacts, LoadSpec } from "@/lib/models/engine.ts";
import type { Locks } from "@/lib/models/worker/lifeline.ts";
import { type LoadProgress, ModelError } from "@/lib/models/model_provider.ts";
import { WorkerConnection, type WorkerPort } from "@/lib/models/worker/worker_connection.ts";

/** A loaded worker. */
export interface ModelSession {
  readonly connection: WorkerConnection;
  readonly spec: LoadSpec;
  readonly facts: EngineFacts;
}

/** How workers are made. */
export interface WorkerFactory {
  readonly createWorker: (name: string) => WorkerPort;
  readonly locks: Locks | undefined;
  /** Milliseconds in which a new worker has to speak; by default a minute. */
  readonly patience?: number;
}

/** What a start reports to and is stopped by. */
export interface StartOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LoadProgress) => void;
}

/** How often a worker that never says a word is replaced: the browser may have killed it while its script loaded. */
const STARTS = 2;

/**
 * Starts a fresh worker and loads a model into it. A start that fails or is called off leaves no worker behind.
 *
 * @throws {ModelError} Why the model does not load.
 * @throws The signal's reason, if it aborts.
 */
export async function startSession(
  factory: WorkerFactory,
  spec: LoadSpec,
  options: StartOptions,
  starts = STARTS,
): Promise<ModelSession> {
  const { signal, onProgress } = options;
  signal.throwIfAborted();
  const name = `model ${crypto.randomUUID()}`;
  const connection = new WorkerConnection(factory.createWorker(name), name, factory.locks, factory.patience);
  try {
    const facts = await connection.request("load", { spec }, { signal, onProgress });
    return { connection, spec, facts };
  } catch (error) {
    connection.terminate();
    const isSilent = error === connection.death && !connection.hasSpoken && !signal.aborted;
    if (!isSilent || starts === 1) throw error;
    return startSession(factory, spec, options, starts - 1);
  }
}

/** Outcome of {@linkcode firstThatStarts} and `raceSessions`: the session to use and what happened on the way. */
export interface Started {
  readonly session: ModelSession;
  /** Decoding speed of each backend that ran. */
  readonly warmUp: readonly { readonly backend: EngineBackend; readonly tokensPerSecond: number }[];
  readonly notices: readonly string[];
}

/** Starts the first of several specifications that loads and answers its reference; a mismatch is the last resort. */
export async function firstThatStarts(
  factory: WorkerFactory,
  specs: readonly LoadSpec[],
  options: StartOptions,
): Promise<Started> {
  const notices: string[] = [];
  let failure: unknown = new ModelError("unsupported", "This device runs none of the model's weight formats");
  for (const [index, spec] of specs.entries()) {
    const last = index === specs.length - 1;
    try {
      const session = await startSession(factory, spec, options);
      if (session.facts.report.referenceMatches !== false || last) return started(session, notices);
      session.connection.terminate();
      notices.push(`${label(spec)} computed other numbers than the reference and was replaced`);
    } catch (error) {
      if (options.signal.aborted || !isWorthAnother(error)) throw error;
      failure = error;
      notices.push(`${label(spec)} failed and was replaced: ${(error as ModelError).message}`);
    }
  }
  throw failure;
}

/** Names of what computes, for people. */
export const BACKEND_NAMES: { readonly [Name in EngineBackend]: string } = {
  kernel: "This site's own engine",
  webgpu: "WebGPU",
  wasm: "WASM",
};

/** Name of a specification's device for people. */
export function label({ backend }: Pick<LoadSpec, "backend">): string {
  return BACKEND_NAMES[backend];
}

/** Whether another backend may succeed where this one failed: a missing file is missing for both. */
function isWorthAnother(error: unknown): boolean {
  const final = ["not_found", "unsupported", "download", "integrity", "aborted"];
  return error instanceof ModelError && !final.includes(error.code);
}

function started(session: ModelSession, notices: readonly string[]): Started {
  const { backend, tokensPerSecond } = session.facts.report;
  return { session, warmUp: [{ backend, tokensPerSecond }], notices };
}
