/**
 * Mounts the API: its guards, its endpoints and its OpenAPI document.
 *
 * @module
 */
import type { Context, Hono, MiddlewareHandler } from "hono";
import type { Config } from "@/lib/server/config.ts";
import { SMALLEST } from "@/lib/server/compression.ts";
import { problem } from "@/lib/server/problem.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { type Endpoint, invalid } from "@/routes/api/endpoint.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { openApiDocument } from "@/routes/api/openapi.ts";
import { allowedHeaders, rateLimit, type TakeOne } from "@/routes/api/rate_limit.ts";
import { parseJson, readJson } from "@/routes/api/read_json.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";
import { BASE, type FixedHeaders, fixedHeaders, SHARED } from "@/routes/api/response_headers.ts";

/** What a browser asks before a POST with JSON. */
const PREFLIGHT = {
  "access-control-allow-methods": "GET,POST",
  "access-control-allow-headers": "content-type",
  "access-control-max-age": "86400",
};

/**
 * Mounts the short way to an answer, before the site's middleware: most answers are small and made with all their
 * headers at once, which takes half as long. Everything else goes on to {@linkcode mountApi}, and through what
 * stands between.
 */
export function mountShortcut(app: Hono<SiteEnv>, config: Config): void {
  const take = rateLimit(config, () => performance.now());
  const fixed = fixedHeaders(config);
  for (const each of endpoints) {
    const path = `${BASE}/${each.name}`;
    app.post(path, shortcut(each, take, readBody, fixed.post));
    if (each.query) app.get(path, shortcut(each, take, (c) => readQuery(c, each), fixed.get));
  }
}

/** Mounts everything below `/api/v1`. */
export function mountApi(app: Hono<SiteEnv>): void {
  for (const name of ["openapi.json", ...endpoints.map(({ name }) => name)]) {
    app.options(`${BASE}/${name}`, (c) => c.body(null, 204, PREFLIGHT));
  }
  app.get(
    `${BASE}/openapi.json`,
    (c) => c.json(openApiDocument(endpoints), 200, { "cache-control": SHARED }),
  );
  for (const { name, query } of endpoints) {
    app.on(query ? ["GET", "POST"] : ["POST"], `${BASE}/${name}`, (c) => c.get("outcome")!());
  }
}

function shortcut(
  { answer }: Endpoint,
  take: TakeOne,
  read: (c: Context<SiteEnv>) => unknown,
  fixed: FixedHeaders,
): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const quick = c.env?.quick;
    try {
      const rate = quick ? quick.rate : take(c.req.raw.headers, c.env);
      const headers = rate ? { ...fixed, ...allowedHeaders(rate) } : fixed;
      const json = JSON.stringify(await answer(await read(c)));
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
function readBody(c: Context<SiteEnv>): unknown {
  const bytes = c.env?.quick?.bytes;
  return bytes ? parseJson(bytes) : readJson(c.req.raw);
}

/** @throws {RequestProblem} 422 where the query breaks its schema. */
function readQuery(c: Context<SiteEnv>, { query }: Endpoint): unknown {
  const parsed = query!.safeParse(c.req.query());
  if (!parsed.success) throw invalid(parsed.error);
  return parsed.data;
}

/** @throws What is no problem of the request: the site's own error handler answers it. */
function failure(c: Context<SiteEnv>, error: unknown): Response {
  if (!(error instanceof RequestProblem)) throw error;
  const { status, title, detail, errors, retryAfter } = error;
  const response = problem(c, { status, title, detail, errors });
  if (retryAfter !== null) response.headers.set("retry-after", `${retryAfter}`);
  return response;
}
