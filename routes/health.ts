import type { Context } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";

/** `GET /healthz`: whether the site is ready, and which build it is. */
export function health(c: Context<SiteEnv>): Response {
  const { bundle } = c.var.site;
  return c.json({ status: "ok", build: bundle.build, store: "none" }, 200, { "cache-control": "no-store" });
}
