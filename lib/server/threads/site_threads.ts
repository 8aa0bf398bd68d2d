/**
 * Threads that answer dear requests with a copy of the site, so that no request holds up those that are cheap.
 *
 * @module
 */
import { createBoundedQueue, PATIENCE } from "@/lib/server/limits/bounded_queue.ts";
import type { SiteAnswer, SiteJob } from "@/lib/server/threads/site_job.ts";
import { createSpentTime } from "@/lib/server/threads/spent_time.ts";
import { createSlot, type SlotOptions, type ThreadSlot } from "@/lib/server/threads/thread_slot.ts";

/** Requests that are computed or wait at most. */
const MOST = 64;

/** Answers requests elsewhere. */
export interface SiteThreads {
  /** Settles when all threads can begin, or one cannot be started. */
  readonly ready: Promise<void>;
  /**
   * Answers a request when it is its client's turn: who had least computed of late goes first.
   *
   * @throws {QueueFull} If too much waits.
   * @throws {ThreadReplaced} If it takes too long.
   */
  answer(client: string, job: SiteJob): Promise<SiteAnswer>;
  close(): void;
}

/** What {@linkcode createSiteThreads} needs. */
export interface SiteThreadsOptions extends SlotOptions {
  /** How many threads to run. */
  readonly count: number;
  /** Whether clients are told apart: else all are one. */
  readonly isFair: boolean;
  /** Milliseconds from an arbitrary start. */
  readonly now: () => number;
}

/** Starts threads; null where the platform has none. */
export function createSiteThreads(options: SiteThreadsOptions): SiteThreads | null {
  const slots = openSlots(options);
  if (slots.length === 0) return null;
  const idle = [...slots];
  const spent = createSpentTime(options.now);
  // One is left for others while a client's request takes long, or a thread begins that it has cost.
  const atOnceOf = options.isFair ? Math.max(1, slots.length - 1) : slots.length;
  const queue = createBoundedQueue(MOST, slots.length, spent.of, atOnceOf, PATIENCE);

  async function compute(
    client: string,
    job: SiteJob,
    told: PromiseWithResolvers<SiteAnswer>,
  ): Promise<void> {
    const slot = idle.pop()!;
    const start = options.now();
    try {
      told.resolve(await slot.answer(job));
    } catch (error) {
      told.reject(error);
      await slot.ready.catch(() => {});
    }
    idle.push(slot);
    spent.add(client, options.now() - start);
  }

  return {
    ready: Promise.all(slots.map(({ ready }) => ready)).then(() => {}),
    answer(client, job) {
      const name = options.isFair ? client : "";
      const told = Promise.withResolvers<SiteAnswer>();
      queue.run(name, () => compute(name, job, told)).catch(told.reject);
      return told.promise;
    },
    close: () => slots.forEach((slot) => slot.close()),
  };
}

function openSlots(options: SiteThreadsOptions): ThreadSlot[] {
  const slots: ThreadSlot[] = [];
  try {
    for (let i = 0; i < options.count; i++) slots.push(createSlot(options));
  } catch {
    // Some platforms have no Worker, or refuse to make one.
  }
  return slots;
}
