/**
 * What every request handler is given.
 *
 * @module
 */
import type { ExperimentStore } from "@/lib/experiment/store/experiment_store.ts";
import type { StoredExperiment } from "@/lib/experiment/store/stored_experiment.ts";
import type { Bundle } from "@/lib/server/assets/bundle.ts";
import type { Config } from "@/lib/server/config.ts";
import type { RateDecision } from "@/lib/server/limits/rate_limit.ts";
import type { LoopMonitor } from "@/lib/server/observe/loop_monitor.ts";
import type { Means } from "@/lib/server/threads/means.ts";
import type { Phase } from "@/lib/server/phase.ts";
import type { SitePage } from "@/lib/server/page/site_page.ts";

/** The site as it was started. */
export interface Site {
  readonly config: Config;
  readonly bundle: Bundle;
  /** Names what a visitor gets: scripts, styles, models and corpora; null where nothing was built. */
  readonly version: string | null;
  /** Every page, in the order of the navigation. */
  readonly pages: readonly SitePage[];
  /** Where experiments are kept; null where none is provisioned. */
  readonly store: ExperimentStore | null;
  /** What there is to compute with. */
  readonly means: Means;
  /** When a request of a client may begin, or go on after its body; null for at once. */
  readonly turn: (headers: Headers, bindings: SiteBindings | undefined) => Promise<void> | null;
  /** Tells how long the event loop was held; null where nobody looks. */
  readonly monitor: LoopMonitor | null;
}

/** A stored experiment that a page is asked to show in place. */
export interface ShownExperiment {
  readonly id: string;
  readonly experiment: StoredExperiment;
  /** The page's own address with the experiment's query, which may be longer than an address is ever made. */
  readonly address: URL;
}

/** What was done with a request before the site got it. */
interface QuickRequest {
  /** How its client stands to the rate limit; null where there is none. */
  readonly rate: RateDecision | null;
  /** Its body, where that has been read. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** Whether its body did not arrive in time. */
  readonly late?: boolean;
  /** Takes the answer's JSON, for the next one who sends the same. */
  readonly remember?: (json: string) => void;
}

/** What comes with a request: Deno's server says who is at the other end. */
export interface SiteBindings {
  readonly remoteAddr?: { readonly hostname?: string };
  readonly quick?: QuickRequest;
}

/** Hono's type parameter of this site's handlers: `Context<SiteEnv>`, with the site as `c.var.site`. */
export interface SiteEnv {
  Bindings: SiteBindings;
  Variables: {
    site: Site;
    /** The experiment of `/e/ID`, whose page answers as if it had been asked itself. */
    shown?: ShownExperiment;
    /** Where the experiment of an older address lives now, whose page answers here: no address there holds it. */
    moved?: URL;
    /** Where an answer was computed before the site's middleware: makes the response, or throws why there is none. */
    outcome?: () => Response;
    /** When the request came, by the log's clock. */
    start?: number;
    /** The clock that phases are measured with, and those that were. */
    now?: () => number;
    phases?: Phase[];
    /** The request's own origin, where the answer names it: no other host's visitor may get that answer. */
    namesOrigin?: string;
    /** Whether the page's answer takes more than the server computes: it is sent without, and the tab computes it. */
    isForTab?: boolean;
    /** Names a request that failed, on its page and in the log. */
    failure?: string;
  };
}
