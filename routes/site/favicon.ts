import type { Context } from "hono";
import { serveStatic } from "@/lib/server/assets/assets.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** `GET /favicon.ico`, which browsers ask for unasked. */
export function favicon(c: Context<SiteEnv>): Promise<Response> {
  return serveStatic(c, "icons/favicon.ico");
}
