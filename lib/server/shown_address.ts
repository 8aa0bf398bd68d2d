import type { Context } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";

/** The address whose page is shown: that of the request, or of the stored experiment that it names. */
export function shownAddress(c: Context<SiteEnv>): URL {
  return c.get("shown")?.address ?? new URL(c.req.url);
}
