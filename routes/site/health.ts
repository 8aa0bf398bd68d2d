import type { Context } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";

/**
 * `GET /healthz`: whether the site is ready, which build it is, whether it keeps experiments, and for how long nothing
 * was answered at most within the last minute.
 */
export function health(c: Context<SiteEnv>): Response {
  const { bundle, store, monitor } = c.var.site;
  const report = {
    status: "ok",
    build: bundle.build,
    store: store === null ? "none" : "kv",
    ...(monitor === null ? {} : { longest_hold_milliseconds: monitor.longest() }),
  };
  return c.json(report, 200, { "cache-control": "no-store" });
}
