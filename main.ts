/**
 * The site: `deno run -A main.ts` serves it, and the default export is its `fetch`.
 *
 * @module
 */
import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { ExperimentStore } from "@/lib/experiment/store/experiment_store.ts";
import { openExperimentStore } from "@/lib/experiment/store/open_store.ts";
import { mountAssets } from "@/lib/server/assets/assets.ts";
import { readBundle } from "@/lib/server/assets/bundle.ts";
import { compression } from "@/lib/server/assets/compression.ts";
import { type Config, readConfig } from "@/lib/server/config.ts";
import { hostRefusal, judgeRequest } from "@/lib/server/door.ts";
import { errorHandlers } from "@/lib/server/errors.ts";
import { securityHeaders } from "@/lib/server/headers.ts";
import { type LogEntry, requestLog, writeLine, writeWarning } from "@/lib/server/observe/log.ts";
import { pageCache } from "@/lib/server/page_cache.ts";
import { useModelThreads } from "@/lib/server/models/shipped_models.ts";
import { pageTurns } from "@/lib/server/limits/page_turns.ts";
import { serverTiming } from "@/lib/server/observe/timing.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { siteVersion } from "@/lib/server/site_version.ts";
import {
  isTelemetryOn,
  keepAddressesHome,
  ownTelemetry,
  withSpanNames,
} from "@/lib/server/observe/telemetry.ts";
import { mountApi, mountShortcut } from "@/routes/api/mod.ts";
import { mountCompletions } from "@/routes/api/completions/mod.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { type Fetch, quickAnswers } from "@/routes/api/quick_answers.ts";
import { clientOf, rateLimit, type TakeOne } from "@/routes/api/rate_limit.ts";
import { errorPage } from "@/routes/site/error.tsx";
import { mountRoutes, pages } from "@/routes/mod.ts";

/** The site as a server calls it; it stores experiments where it is given a store. */
export function createSite(
  config: Config,
  log: (entry: LogEntry) => void = writeLine,
  store: ExperimentStore | null = null,
): Fetch {
  const now = () => performance.now();
  const take = rateLimit(config, now);
  const app = createApp(config, log, { store, take });
  const site: Fetch = (request, bindings) => app.fetch(request, bindings);
  const quick = quickAnswers(site, { endpoints, config, take, log, now });
  return (request, bindings) => {
    const judged = judgeRequest(request);
    return judged === null ? hostRefusal(config) : quick(judged, bindings);
  };
}

/** What a site may be given besides its settings. */
interface AppParts {
  /** Where experiments are kept; null for nowhere. */
  readonly store?: ExperimentStore | null;
  /** Counts a request of a client. */
  readonly take?: TakeOne;
}

/** Assembles the site's routes from its settings. */
export function createApp(
  config: Config,
  log: (entry: LogEntry) => void,
  { store = null, take = rateLimit(config, () => performance.now()) }: AppParts = {},
): Hono<SiteEnv> {
  const app = new Hono<SiteEnv>();
  const bundle = readBundle();
  const site = { config, bundle, pages, store, version: siteVersion(bundle) };
  const { notFound, busy, onError, onMethodNotAllowed } = errorHandlers(errorPage);
  app.use(requestLog(log, () => performance.now()));
  app.use((c, next) => (c.set("site", site), next()));
  mountShortcut(app, config, take);
  app.use(serverTiming(() => performance.now()), pageCache(() => performance.now()));
  app.use(securityHeaders(config), compression());
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

const telemetry = ownTelemetry();
if (telemetry && isTelemetryOn()) keepAddressesHome(telemetry);

const config = readConfig((name) => Deno.env.get(name));
const log = isTelemetryOn() ? withSpanNames(writeLine) : writeLine;
const site = createSite(config, log, await openExperimentStore(config.experiments, writeWarning));

export default {
  fetch: (request: Request, info?: Deno.ServeHandlerInfo<Deno.NetAddr>) => site(request, info),
};

if (import.meta.main) {
  useModelThreads();
  Deno.serve({ port: config.port }, (request, info) => site(request, info));
}
