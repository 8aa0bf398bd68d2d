/**
 * The turns of all that is computed on threads, the site's and the models': two queues would let one client hold twice
 * as many cores.
 *
 * @module
 */
import { createBoundedQueue, PATIENCE } from "@/lib/server/limits/bounded_queue.ts";
import { createSpentTime } from "@/lib/server/threads/spent_time.ts";

/** Requests that are computed or wait at most. */
const MOST = 64;

/** Threads for one client at most; one of the site takes about 150 MB. */
const MAX_THREADS = 2;

/** How many requests are computed at a time: one more than one client may have, for the others. */
export const COMPUTED_AT_ONCE = 1 + Math.max(1, Math.min(MAX_THREADS, navigator.hardwareConcurrency - 1));

/** Runs what takes long when it is its client's turn: who had least computed of late goes first. */
export interface ComputeQueue {
  /**
   * @param client Whose work it is; "" for everybody's.
   * @throws {QueueFull} If too much waits, or for too long.
   */
  run<T>(client: string, work: () => Promise<T>): Promise<T>;
}

/**
 * Creates a queue.
 *
 * @param atOnce How many works run at a time; one of them is left for others while a client's takes long.
 * @param now Milliseconds from an arbitrary start.
 */
export function createComputeQueue(atOnce: number, now: () => number): ComputeQueue {
  const spent = createSpentTime(now);
  const queue = createBoundedQueue(MOST, atOnce, spent.of, Math.max(1, atOnce - 1), PATIENCE);
  return {
    run: (client, work) =>
      queue.run(client, async () => {
        const start = now();
        return await work().finally(() => spent.add(client, now() - start));
      }),
  };
}

/** The one of this process. */
export const computeQueue: ComputeQueue = createComputeQueue(COMPUTED_AT_ONCE, () => performance.now());
