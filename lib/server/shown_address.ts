import type { Context } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";

/** The address whose page is shown: that of the request, of the stored experiment that it names, or where it moved to. */
export function shownAddress(c: Context<SiteEnv>): URL {
  return c.get("shown")?.address ?? c.get("moved") ?? new URL(c.req.url);
}
