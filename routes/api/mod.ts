/**
 * Mounts the API: its guards, its endpoints and its OpenAPI document.
 *
 * @module
 */
import type { Context, Hono } from "hono";
import { cors } from "hono/cors";
import type { SiteEnv } from "@/lib/server/site.ts";
import { problem } from "@/lib/server/problem.ts";
import { type Endpoint, invalid } from "@/routes/api/endpoint.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { openApiDocument } from "@/routes/api/openapi.ts";
import { rateLimit } from "@/routes/api/rate_limit.ts";
import { readJson } from "@/routes/api/read_json.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

const BASE = "/api/v1";

/** An answer to a POST depends on its body, and may repeat a visitor's text. */
const PRIVATE = { "cache-control": "no-store" };
/** An answer to a GET depends on its address alone. */
const SHARED = { "cache-control": "public, max-age=3600" };

/** Headers that scripts of other sites may read. */
const EXPOSED = ["Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"];

/** What has to stand before the site's other middleware: programs of any origin may ask, without credentials. */
export function apiCors(app: Hono<SiteEnv>): void {
  const allowMethods = ["GET", "POST"];
  app.use(
    `${BASE}/*`,
    cors({
      origin: "*",
      allowMethods,
      allowHeaders: ["content-type"],
      exposeHeaders: EXPOSED,
      maxAge: 86_400,
    }),
  );
}

/** Mounts everything below `/api/v1`. */
export function mountApi(app: Hono<SiteEnv>): void {
  app.use(`${BASE}/*`, rateLimit(() => performance.now()));
  app.get(`${BASE}/openapi.json`, (c) => c.json(openApiDocument(endpoints), 200, SHARED));
  for (const each of endpoints) {
    const path = `${BASE}/${each.name}`;
    app.post(path, (c) => respond(c, each, () => readJson(c.req.raw), PRIVATE));
    if (each.query) app.get(path, (c) => respond(c, each, () => readQuery(c, each), SHARED));
  }
}

async function respond(
  c: Context<SiteEnv>,
  { answer }: Endpoint,
  read: () => unknown,
  headers: Record<string, string>,
): Promise<Response> {
  try {
    return c.json(await answer(await read()) as never, 200, headers);
  } catch (error) {
    if (error instanceof RequestProblem) return problemResponse(c, error);
    throw error;
  }
}

/** @throws {RequestProblem} 422 where the query breaks its schema. */
function readQuery(c: Context<SiteEnv>, { query }: Endpoint): unknown {
  const parsed = query!.safeParse(c.req.query());
  if (!parsed.success) throw invalid(parsed.error);
  return parsed.data;
}

/** Answers with a problem document. */
export function problemResponse(c: Context, error: RequestProblem): Response {
  const { status, title, detail, errors, retryAfter } = error;
  const response = problem(c, { status, title, detail, errors });
  if (retryAfter !== null) response.headers.set("retry-after", `${retryAfter}`);
  return response;
}
