import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import { type Budget, WITH_THREADS, WITHOUT_THREADS } from "@/lib/server/threads/cost.ts";
import type { SiteStart } from "@/lib/server/threads/site_job.ts";
import { createSiteThreads, type SiteThreads } from "@/lib/server/threads/site_threads.ts";

/** Each takes about 150 MB, and as much for the one that is to take its place. */
const MOST_THREADS = 2;

/** The most that a request may take there, in milliseconds. */
const DEADLINE = 2000;

/** Starts the threads that dear requests are answered by; where there are none, less is computed for a request. */
export async function openThreads(
  start: SiteStart,
  log: (entry: LogEntry) => void,
): Promise<{ readonly threads: SiteThreads | null; readonly budget: Budget }> {
  const threads = createSiteThreads({
    start,
    log,
    count: Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency - 1)),
    create: () => new Worker(new URL("./thread.ts", import.meta.url), { type: "module", name: "site" }),
    deadline: DEADLINE,
    isFair: start.config.rateLimit > 0,
    now: () => performance.now(),
  });
  try {
    await threads?.ready;
    return { threads, budget: threads === null ? WITHOUT_THREADS : WITH_THREADS };
  } catch {
    threads?.close();
    return { threads: null, budget: WITHOUT_THREADS };
  }
}
