/**
 * The site's routes, assembled from its settings.
 *
 * @module
 */
import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { ExperimentStore } from "@/lib/experiment/store/experiment_store.ts";
import { mountAssets } from "@/lib/server/assets/assets.ts";
import { readBundle } from "@/lib/server/assets/bundle.ts";
import { compression } from "@/lib/server/assets/compression.ts";
import type { Config } from "@/lib/server/config.ts";
import { errorHandlers } from "@/lib/server/errors.ts";
import { securityHeaders } from "@/lib/server/headers.ts";
import type { LoopTurns } from "@/lib/server/limits/loop_turns.ts";
import { pageTurns } from "@/lib/server/limits/page_turns.ts";
import { requestLog } from "@/lib/server/observe/log.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";
import type { LoopMonitor } from "@/lib/server/observe/loop_monitor.ts";
import { serverTiming } from "@/lib/server/observe/timing.ts";
import { pageCache } from "@/lib/server/page_cache.ts";
import type { Site, SiteEnv } from "@/lib/server/site.ts";
import { siteVersion } from "@/lib/server/site_version.ts";
import { EVERYTHING_HERE, type Means } from "@/lib/server/threads/means.ts";
import { mountCompletions } from "@/routes/api/completions/mod.ts";
import { mountApi, mountShortcut } from "@/routes/api/mod.ts";
import { clientOf, rateLimit, type RequestLimiter } from "@/routes/api/rate_limit.ts";
import { mountRoutes, pages } from "@/routes/mod.ts";
import { errorPage } from "@/routes/site/error.tsx";
import { dearPages } from "@/routes/threads/dear_pages.ts";

/** What a site may be given besides its settings. */
export interface AppParts {
  /** Where experiments are kept; null for nowhere. */
  readonly store?: ExperimentStore | null;
  /** Counts a request of a client. */
  readonly take?: RequestLimiter;
  /** Lets clients take turns on this thread; by default a request begins when it comes. */
  readonly turns?: LoopTurns | null;
  /** What there is to compute with; by default everything is answered here. */
  readonly means?: Means;
  /** Tells how long the event loop was held. */
  readonly monitor?: LoopMonitor | null;
}

/** Assembles the site's routes from its settings. */
export function createApp(
  config: Config,
  log: (entry: LogEntry) => void,
  parts: AppParts = {},
): Hono<SiteEnv> {
  const { store = null, turns = null, means = EVERYTHING_HERE, monitor = null } = parts;
  const { take = rateLimit(config, () => performance.now()) } = parts;
  const app = new Hono<SiteEnv>();
  const bundle = readBundle();
  const turn: Site["turn"] = (headers, bindings) => turns?.take(clientOf(config, headers, bindings)) ?? null;
  const site = { config, bundle, pages, store, turn, means, monitor, version: siteVersion(bundle) };
  const { notFound, busy, onError, onMethodNotAllowed } = errorHandlers(errorPage);
  app.use(requestLog(log, () => performance.now(), monitor));
  app.use((c, next) => {
    c.set("site", site);
    return turn(c.req.raw.headers, c.env)?.then(next) ?? next();
  });
  mountShortcut(app, config, take);
  app.use(serverTiming(() => performance.now()), pageCache(() => performance.now()));
  app.use(securityHeaders(config), compression());
  app.use(dearPages(errorPage));
  app.use(pageTurns((c) => clientOf(config, c.req.raw.headers, c.env), busy));
  app.use(methodNotAllowed({ app, onMethodNotAllowed }));
  mountAssets(app);
  mountApi(app, take);
  mountCompletions(app, take);
  mountRoutes(app);
  app.notFound(notFound);
  app.onError(onError);
  return app;
}
