import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import { WITH_THREADS, WITHOUT_THREADS } from "@/lib/server/threads/cost.ts";
import { EVERYTHING_HERE, type Means } from "@/lib/server/threads/means.ts";
import type { SiteStart } from "@/lib/server/threads/site_job.ts";
import { createSiteThreads } from "@/lib/server/threads/site_threads.ts";

/** Threads for one client at most; each takes about 150 MB. */
const MOST_THREADS = 2;

const WITHOUT: Means = { threads: null, budget: WITHOUT_THREADS };

/**
 * Starts the threads that dear requests are answered by. Until they can begin everything is answered here; where there
 * are none, less is computed for a request.
 */
export function openThreads(start: SiteStart, log: (entry: LogEntry) => void): Means {
  const threads = createSiteThreads({
    start,
    log,
    // One more, for others, and in the place of one that was ended.
    count: 1 + Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency - 1)),
    create: () => new Worker(new URL("./thread.ts", import.meta.url), { type: "module", name: "site" }),
    deadline: start.config.threadSeconds * 1000,
    isFair: start.config.rateLimit > 0,
    now: () => performance.now(),
  });
  let means: Means = threads === null ? WITHOUT : EVERYTHING_HERE;
  threads?.ready.then(() => means = { threads, budget: WITH_THREADS }, () => {
    threads.close();
    means = WITHOUT;
  });
  return {
    get threads() {
      return means.threads;
    },
    get budget() {
      return means.budget;
    },
  };
}
