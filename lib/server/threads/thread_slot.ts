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
  /** @throws {ThreadReplaced} If there is no answer in time. */
  answer(job: SiteJob): Promise<SiteAnswer>;
  close(): void;
}

interface Waiting {
  resolve(answer: SiteAnswer): void;
  reject(error: Error): void;
}

/** @throws {Error} If the platform has no threads. */
export function createSlot({ start, create, deadline, log }: SlotOptions): ThreadSlot {
  let port: SitePort;
  let ready: Promise<void>;
  let waiting: Waiting | null = null;

  function open(): void {
    const opened = port = create();
    ready = new Promise((resolve) => {
      opened.onmessage = ({ data }) => {
        if (data.kind === "ready") resolve();
        else if (data.kind === "log") log(data.entry);
        else settle((each) => each.resolve(data.answer));
      };
    });
    opened.onerror = (event) => {
      // Else a thread's fault ends the server.
      event.preventDefault();
      replace(`A thread failed: ${event.message}`);
    };
    opened.postMessage(start);
  }

  function settle(how: (waiting: Waiting) => void): void {
    const settled = waiting;
    waiting = null;
    if (settled !== null) how(settled);
  }

  function replace(reason: string): void {
    port.terminate();
    const wasWorking = waiting !== null;
    settle(({ reject }) => reject(new ThreadReplaced(reason)));
    // One that fails before it was asked anything would fail again, for ever.
    if (wasWorking) open();
    else ready = Promise.reject(new ThreadReplaced(reason));
    ready.catch(() => {});
  }

  open();
  return {
    async answer(job) {
      await ready;
      let timer: ReturnType<typeof setTimeout> | undefined;
      try {
        return await new Promise<SiteAnswer>((resolve, reject) => {
          waiting = { resolve, reject };
          port.postMessage(job);
          timer = setTimeout(() => replace(`A request took more than ${deadline} ms`), deadline);
        });
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => port.terminate(),
  };
}
