import type { Context } from "hono";
import type { LabPage, SitePage } from "@/lib/server/page/site_page.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** What answers a page. */
interface Answers {
  readonly handler: (c: Context<SiteEnv>) => Response | Promise<Response>;
}

/** A page of the site. */
export type PageRoute = SitePage & Answers;

/** The entry of a lab: a page whose query is an experiment. */
export function lab(page: Omit<LabPage, "embed"> & Answers): LabPage & Answers {
  return { ...page, embed: true };
}
