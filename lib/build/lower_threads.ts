/**
 * Lets the threads of a server that compute come after the one that answers: where they have the same priority, an
 * answer of a millisecond waits for a tenth of a second.
 *
 * @module
 */
import { getPriority, setPriority } from "node:os";

/** Steps below the others, of 19: a tenth of the time where all are busy, all that is left where they are not. */
const STEPS = 10;
const LOWEST = 19;

/** Milliseconds between two looks for threads that were started. */
const INTERVAL = 500;

/**
 * Lowers a process' workers, also those that it starts later, until told to stop; on Linux, which lets each thread have
 * a priority of its own.
 */
export function lowerThreads(pid: number): () => void {
  const timer = setInterval(() => workersOf(pid).forEach(lower), INTERVAL);
  return () => clearInterval(timer);

  function lower(thread: number): void {
    try {
      setPriority(thread, Math.min(LOWEST, getPriority(pid) + STEPS));
    } catch {
      // It has ended, or the system does not allow it: it runs as the others do.
    }
  }
}

/** Threads that Deno started for a `Worker`; none where the process has ended or the system does not tell. */
export function workersOf(pid: number): number[] {
  try {
    return [...Deno.readDirSync(`/proc/${pid}/task`)].map(({ name }) => name).filter((thread) =>
      Deno.readTextFileSync(`/proc/${pid}/task/${thread}/comm`).startsWith("worker-")
    ).map(Number);
  } catch {
    return [];
  }
}
