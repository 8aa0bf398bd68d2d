import { type Budget, UNBOUNDED } from "@/lib/server/threads/cost.ts";
import type { SiteThreads } from "@/lib/server/threads/site_threads.ts";

/** What a site has to compute with; it may change while it runs. */
export interface Means {
  /** What answers dear requests; null where all are answered here. */
  readonly threads: SiteThreads | null;
  /** How much may be computed for one request. */
  readonly budget: Budget;
}

/** One thread, and all the time that a request takes. */
export const EVERYTHING_HERE: Means = { threads: null, budget: UNBOUNDED };
