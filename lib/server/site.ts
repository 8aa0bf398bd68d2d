/**
 * What every request handler is given.
 *
 * @module
 */
import type { Bundle } from "@/lib/server/bundle.ts";
import type { Config } from "@/lib/server/config.ts";

/** The site as it was started. */
export interface Site {
  readonly config: Config;
  readonly bundle: Bundle;
}

/** Hono's type parameter of this site's handlers: `Context<SiteEnv>`, with the site as `c.var.site`. */
export interface SiteEnv {
  Variables: { site: Site };
}
