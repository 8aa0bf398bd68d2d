/**
 * Threads that answer dear requests with a copy of the site, so that no request holds up those that are cheap.
 *
 * @module
 */
import type { ComputeQueue } from "@/lib/server/threads/compute_queue.ts";
import type { SiteAnswer, SiteJob } from "@/lib/server/threads/site_job.ts";
import { createSlot, type SlotOptions, type ThreadSlot } from "@/lib/server/threads/thread_slot.ts";

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
interface SiteThreadsOptions extends SlotOptions {
  /** How many threads to run: as many as the queue lets compute at a time. */
  readonly count: number;
  readonly queue: ComputeQueue;
  /** Whether clients are told apart: else all are one. */
  readonly isFair: boolean;
}

/** Starts threads; null where the platform has none. */
export function createSiteThreads(options: SiteThreadsOptions): SiteThreads | null {
  const slots = openSlots(options);
  if (slots.length === 0) return null;
  const idle = [...slots];

  async function compute(job: SiteJob, told: PromiseWithResolvers<SiteAnswer>): Promise<void> {
    const slot = idle.pop()!;
    try {
      told.resolve(await slot.answer(job));
    } catch (error) {
      told.reject(error);
      await slot.ready.catch(() => {});
    }
    idle.push(slot);
  }

  return {
    ready: Promise.all(slots.map(({ ready }) => ready)).then(() => {}),
    answer(client, job) {
      const told = Promise.withResolvers<SiteAnswer>();
      options.queue.run(options.isFair ? client : "", () => compute(job, told)).catch(told.reject);
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
