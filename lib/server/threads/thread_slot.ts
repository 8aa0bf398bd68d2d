import type { SiteAnswer, SiteJob, SiteStart, ThreadMessage } from "@/lib/server/threads/site_job.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";

/** The part of a `Worker` that is used. */
export interface SitePort {
  postMessage(message: SiteStart | SiteJob): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<ThreadMessage>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Work that took too long, or that a thread died of: another thread stands in its place. */
export class ThreadReplaced extends Error {
  override readonly name = "ThreadReplaced";
}

/** Starts threads and ends them. */
export interface SlotOptions {
  readonly start: SiteStart;
  /** Starts a thread; throws where the platform has none. */
  readonly create: () => SitePort;
  /** The most that a request may take once the thread is ready, in milliseconds. */
  readonly deadline: number;
  readonly log: (entry: LogEntry) => void;
}

/** A place for a thread, which answers one request at a time. */
export interface ThreadSlot {
  /** Settles when its thread can begin, or when it cannot be started. */
  readonly ready: Promise<void>;
  /** @throws {ThreadReplaced} If there is no answer in time. */
  answer(job: SiteJob): Promise<SiteAnswer>;
  close(): void;
}

interface Waiting {
  resolve(answer: SiteAnswer): void;
  reject(error: Error): void;
}

interface Thread {
  readonly port: SitePort;
  readonly ready: Promise<void>;
  waiting: Waiting | null;
}

/** Milliseconds that a request waits for a thread that is being started. */
const START_TIME = 400;

/**
 * Opens a place. A thread that is ended is followed by another one, which takes its time to begin.
 *
 * @throws {Error} If the platform has no threads.
 */
export function createSlot({ start, create, deadline, log }: SlotOptions): ThreadSlot {
  let current = begin();

  function begin(): Thread {
    const port = create();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => {});
    const thread: Thread = { port, ready: promise, waiting: null };
    port.onmessage = ({ data }) => {
      if (data.kind === "ready") resolve();
      else if (data.kind === "log") log(data.entry);
      else settle(thread, (waiting) => waiting.resolve(data.answer));
    };
    port.onerror = (event) => {
      // Else a thread's fault ends the server.
      event.preventDefault();
      reject(new ThreadReplaced(`A thread cannot start: ${event.message}`));
      if (thread.waiting !== null) replace(`A thread failed: ${event.message}`);
    };
    port.postMessage(start);
    return thread;
  }

  function settle(thread: Thread, how: (waiting: Waiting) => void): void {
    const { waiting } = thread;
    thread.waiting = null;
    if (waiting !== null) how(waiting);
  }

  function replace(reason: string): void {
    const ended = current;
    ended.port.terminate();
    current = begin();
    settle(ended, ({ reject }) => reject(new ThreadReplaced(reason)));
  }

  return {
    get ready() {
      return current.ready;
    },
    async answer(job) {
      const thread = current;
      await within(thread.ready, START_TIME, () => new ThreadReplaced("A thread is being started"));
      const { promise, resolve, reject } = Promise.withResolvers<SiteAnswer>();
      thread.waiting = { resolve, reject };
      thread.port.postMessage(job);
      const timer = setTimeout(() => replace(`A request took more than ${deadline} ms`), deadline);
      return await promise.finally(() => clearTimeout(timer));
    },
    close: () => current.port.terminate(),
  };
}

async function within(work: Promise<void>, milliseconds: number, late: () => Error): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((_, reject) => timer = setTimeout(() => reject(late()), milliseconds));
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
