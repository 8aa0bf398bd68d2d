/**
 * The site: `deno run -A main.ts` serves it, and the default export is its `fetch`.
 *
 * @module
 */
import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { mountAssets } from "@/lib/server/assets.ts";
import { readBundle } from "@/lib/server/bundle.ts";
import { compression } from "@/lib/server/compression.ts";
import { type Config, readConfig } from "@/lib/server/config.ts";
import { errorHandlers } from "@/lib/server/errors.ts";
import { securityHeaders } from "@/lib/server/headers.ts";
import { type LogEntry, requestLog, writeLine } from "@/lib/server/log.ts";
import { useModelThreads } from "@/lib/server/shipped_models.ts";
import { serverTiming } from "@/lib/server/server_timing.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { isTelemetryOn, keepAddressesHome, ownTelemetry, withSpanNames } from "@/lib/server/telemetry.ts";
import { mountApi, mountShortcut } from "@/routes/api/mod.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { type Fetch, quickAnswers } from "@/routes/api/quick_answers.ts";
import { errorPage } from "@/routes/error.tsx";
import { mountRoutes, pages } from "@/routes/mod.ts";

/** The site as a server calls it. */
export function createSite(config: Config, log: (entry: LogEntry) => void = writeLine): Fetch {
  const app = createApp(config, log);
  const site: Fetch = (request, bindings) => app.fetch(request, bindings);
  return quickAnswers(site, { endpoints, config, log, now: () => performance.now() });
}

/** Assembles the site's routes from its settings. */
export function createApp(config: Config, log: (entry: LogEntry) => void): Hono<SiteEnv> {
  const app = new Hono<SiteEnv>();
  const site = { config, bundle: readBundle(), pages };
  const { notFound, onError, onMethodNotAllowed } = errorHandlers(errorPage);
  app.use(requestLog(log, () => performance.now()));
  app.use((c, next) => (c.set("site", site), next()));
  mountShortcut(app, config);
  app.use(securityHeaders(config), serverTiming(() => performance.now()), compression());
  app.use(methodNotAllowed({ app, onMethodNotAllowed }));
  mountAssets(app);
  mountApi(app);
  mountRoutes(app);
  app.notFound(notFound);
  app.onError(onError);
  return app;
}

const telemetry = ownTelemetry();
if (telemetry && isTelemetryOn()) keepAddressesHome(telemetry);

const config = readConfig((name) => Deno.env.get(name));
const site = createSite(config, isTelemetryOn() ? withSpanNames(writeLine) : writeLine);

export default {
  fetch: (request: Request, info?: Deno.ServeHandlerInfo<Deno.NetAddr>) => site(request, info),
};

if (import.meta.main) {
  useModelThreads();
  Deno.serve({ port: config.port }, (request, info) => site(request, info));
}
