/**
 * What every request handler is given.
 *
 * @module
 */
import type { Bundle } from "@/lib/server/bundle.ts";
import type { Config } from "@/lib/server/config.ts";
import type { PageLink } from "@/lib/ui/page_link.ts";

/** The site as it was started. */
export interface Site {
  readonly config: Config;
  readonly bundle: Bundle;
  /** Every page, in the order of the navigation. */
  readonly pages: readonly PageLink[];
}

/** Hono's type parameter of this site's handlers: `Context<SiteEnv>`, with the site as `c.var.site`. */
export interface SiteEnv {
  Variables: {
    site: Site;
    /** Where an answer was computed before the site's middleware: makes the response, or throws why there is none. */
    outcome?: () => Response;
  };
}
