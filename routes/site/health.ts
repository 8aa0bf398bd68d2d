import type { Context } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";

/** `GET /healthz`: whether the site is ready, and which build it is, and whether it keeps experiments. */
export function health(c: Context<SiteEnv>): Response {
  const { bundle, store } = c.var.site;
  const report = { status: "ok", build: bundle.build, store: store === null ? "none" : "kv" };
  return c.json(report, 200, { "cache-control": "no-store" });
}
