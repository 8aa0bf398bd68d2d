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
import type { SiteEnv } from "@/lib/server/site.ts";
import { mountApi, mountShortcut } from "@/routes/api/mod.ts";
import { errorPage } from "@/routes/error.tsx";
import { mountRoutes, pages } from "@/routes/mod.ts";

/** Assembles the site from its settings. */
export function createApp(config: Config, log: (entry: LogEntry) => void = writeLine): Hono<SiteEnv> {
  const app = new Hono<SiteEnv>();
  const site = { config, bundle: readBundle(), pages };
  const { notFound, onError, onMethodNotAllowed } = errorHandlers(errorPage);
  app.use(requestLog(log, () => performance.now()));
  app.use((c, next) => (c.set("site", site), next()));
  mountShortcut(app, config);
  app.use(securityHeaders(config), compression());
  app.use(methodNotAllowed({ app, onMethodNotAllowed }));
  mountAssets(app);
  mountApi(app);
  mountRoutes(app);
  app.notFound(notFound);
  app.onError(onError);
  return app;
}

const config = readConfig((name) => Deno.env.get(name));
const app = createApp(config);

export default { fetch: (request: Request, info?: Deno.ServeHandlerInfo) => app.fetch(request, info) };

if (import.meta.main) Deno.serve({ port: config.port }, (request, info) => app.fetch(request, info));
