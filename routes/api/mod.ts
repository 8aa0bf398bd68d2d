/**
 * Mounts the API: its guards, its endpoints and its OpenAPI document.
 *
 * @module
 */
import type { Context, Hono, MiddlewareHandler } from "hono";
import type { Config } from "@/lib/server/config.ts";
import { SMALLEST } from "@/lib/server/assets/compression.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { type Endpoint, invalid } from "@/routes/api/endpoint.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { experimentOperations } from "@/routes/api/experiments/operations.ts";
import { mountExperiments } from "@/routes/api/experiments/experiments.ts";
import { openApiDocument } from "@/routes/api/openapi/openapi.ts";
import { allowedHeaders, clientOf, rateHeaders, type RequestLimiter } from "@/routes/api/rate_limit.ts";
import { parseJson, readBodyInTurn, tooSlow } from "@/routes/api/read_json.ts";
import { type Asked, elsewhere, isDear, isLong } from "@/routes/api/elsewhere.ts";
import { failure } from "@/routes/api/request_problem.ts";
import { BASE, type FixedHeaders, fixedHeaders, SHARED } from "@/routes/api/response_headers.ts";

/** What a browser is told before a request that it may not send unasked. */
function preflight(methods: string, headers: string): Readonly<Record<string, string>> {
  return {
    "access-control-allow-methods": methods,
    "access-control-allow-headers": headers,
    "access-control-max-age": "86400",
  };
}

const CALCULATION = preflight("GET,POST", "content-type");
const ONE_EXPERIMENT = preflight("GET,DELETE", "authorization");

/**
 * Mounts the short way to an answer, before the site's middleware: most answers are small and made with all their
 * headers at once, which takes half as long. Everything else goes on to {@linkcode mountApi}, and through what
 * stands between.
 */
export function mountShortcut(app: Hono<SiteEnv>, config: Config, take: RequestLimiter): void {
  const fixed = fixedHeaders(config);
  for (const each of endpoints) {
    const path = `${BASE}/${each.name}`;
    app.post(path, shortcut(each, take, askedBody, fixed.post));
    if (each.query) app.get(path, shortcut(each, take, (c) => askedQuery(c, each), fixed.get));
  }
}

/** Mounts everything below `/api/v1`. */
export function mountApi(app: Hono<SiteEnv>, take: RequestLimiter): void {
  for (const name of ["openapi.json", "experiments", ...endpoints.map(({ name }) => name)]) {
    app.options(`${BASE}/${name}`, (c) => c.body(null, 204, CALCULATION));
  }
  app.options(`${BASE}/experiments/:id`, (c) => c.body(null, 204, ONE_EXPERIMENT));
  mountExperiments(app, take);
  app.get(
    `${BASE}/openapi.json`,
    (c) => c.json(openApiDocument(endpoints, experimentOperations), 200, { "cache-control": SHARED }),
  );
  for (const { name, query } of endpoints) {
    app.on(query ? ["GET", "POST"] : ["POST"], `${BASE}/${name}`, (c) => c.get("outcome")!());
  }
}

function shortcut(
  endpoint: Endpoint,
  take: RequestLimiter,
  read: (c: Context<SiteEnv>) => Asked | Promise<Asked>,
  fixed: FixedHeaders,
): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const quick = c.env?.quick;
    try {
      const rate = quick ? quick.rate : take(c.req.raw.headers, c.env);
      const headers = rate ? { ...fixed, ...allowedHeaders(rate) } : fixed;
      const client = () => clientOf(c.get("site").config, c.req.raw.headers, c.env);
      const asked = await read(c);
      const prepared = isLong(c, asked) ? null : endpoint.prepare(asked.input());
      if (prepared === null || isDear(c, prepared.cost)) {
        return await elsewhere(c, client(), asked.bytes, rate ? rateHeaders(rate) : {});
      }
      const json = JSON.stringify(await prepared.answer(client));
      if (json.length < SMALLEST) {
        quick?.remember?.(json);
        return new Response(json, { headers });
      }
      c.set("outcome", () => new Response(json, { headers }));
    } catch (error) {
      c.set("outcome", () => failure(c, error));
    }
    await next();
  };
}

/** The body, read here or before. */
async function askedBody(c: Context<SiteEnv>): Promise<Asked> {
  if (c.env?.quick?.late) throw tooSlow();
  const bytes = c.env?.quick?.bytes ?? await readBodyInTurn(c);
  return { bytes, input: () => parseJson(bytes) };
}

function askedQuery(c: Context<SiteEnv>, { query }: Endpoint): Asked {
  return {
    bytes: null,
    input() {
      const parsed = query!.safeParse(c.req.query());
      if (!parsed.success) throw invalid(parsed.error);
      return parsed.data;
    },
  };
}
