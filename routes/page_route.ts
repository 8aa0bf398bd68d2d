import type { Context } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";
import type { PageLink } from "@/lib/ui/page/page_link.ts";

/** A page of the site. */
export interface PageRoute extends PageLink {
  readonly handler: (c: Context<SiteEnv>) => Response | Promise<Response>;
}
