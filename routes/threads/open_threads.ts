import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import { COMPUTED_AT_ONCE, computeQueue } from "@/lib/server/threads/compute_queue.ts";
import { WITH_THREADS, WITHOUT_THREADS } from "@/lib/server/threads/cost.ts";
import { EVERYTHING_HERE, type Means } from "@/lib/server/threads/means.ts";
import type { SiteStart } from "@/lib/server/threads/site_job.ts";
import { createSiteThreads } from "@/lib/server/threads/site_threads.ts";
import { openNursery } from "@/routes/threads/open_nursery.ts";

const WITHOUT: Means = { threads: null, budget: WITHOUT_THREADS };

/**
 * Starts the threads that dear requests are answered by. Until they can begin everything is answered here; where there
 * are none, less is computed for a request.
 */
export function openThreads(start: SiteStart, log: (entry: LogEntry) => void): Means {
  const script = new URL("./nursery.ts", import.meta.url);
  const nursery = openNursery(() => new Worker(script, { type: "module", name: "nursery" }));
  const threads = createSiteThreads({
    start,
    log,
    count: COMPUTED_AT_ONCE,
    queue: computeQueue,
    create: nursery.create,
    deadline: start.config.threadSeconds * 1000,
    isFair: start.config.rateLimit > 0,
  });
  let means: Means = threads === null ? WITHOUT : EVERYTHING_HERE;
  threads?.ready.then(() => means = { threads, budget: WITH_THREADS }, () => {
    threads.close();
    nursery.close();
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
