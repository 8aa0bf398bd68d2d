import type { Context } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";

/**
 * `GET /healthz`: whether the site is ready, which build it is, whether it keeps experiments, whether threads answer
 * what is dear, and for how long nothing was answered at most within the last minute.
 */
export function health(c: Context<SiteEnv>): Response {
  const { bundle, store, monitor, means } = c.var.site;
  const report = {
    status: "ok",
    build: bundle.build,
    store: store === null ? "none" : store.isWorking ? store.kind : "failing",
    threads: means.threads === null ? "none" : "ready",
    ...(monitor === null ? {} : { longest_hold_milliseconds: monitor.longest() }),
  };
  return c.json(report, 200, { "cache-control": "no-store" });
}
