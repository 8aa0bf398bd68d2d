/**
 * Mounts the API: its guards, its endpoints and its OpenAPI document.
 *
 * @module
 */
import type { Context, Hono } from "hono";
import type { Config } from "@/lib/server/config.ts";
import { SMALLEST } from "@/lib/server/compression.ts";
import { acceptedCoding } from "@/lib/server/content_encoding.ts";
import { headersFor } from "@/lib/server/headers.ts";
import { problem } from "@/lib/server/problem.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { type Endpoint, invalid } from "@/routes/api/endpoint.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { openApiDocument } from "@/routes/api/openapi.ts";
import { type RateHeaders, rateLimit } from "@/routes/api/rate_limit.ts";
import { readJson } from "@/routes/api/read_json.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

const BASE = "/api/v1";
const JSON_TYPE = "application/json";

/** An answer to a POST depends on its body, and may repeat a visitor's text. */
const PRIVATE = "no-store";
/** An answer to a GET depends on its address alone. */
const SHARED = "public, max-age=3600";

/** A large answer may come compressed to the next client. */
const VARIES = { vary: "Accept-Encoding" };

/** What a browser asks before a POST with JSON. */
const PREFLIGHT = {
  "access-control-allow-methods": "GET,POST",
  "access-control-allow-headers": "content-type",
  "access-control-max-age": "86400",
};

type Answer = (c: Context<SiteEnv>, read: () => unknown) => Promise<Response>;

/** Mounts everything below `/api/v1`. */
export function mountApi(app: Hono<SiteEnv>): void {
  const take = rateLimit(() => performance.now());
  const finish = finisher();
  for (const name of ["openapi.json", ...endpoints.map(({ name }) => name)]) {
    app.options(`${BASE}/${name}`, (c) => c.body(null, 204, PREFLIGHT));
  }
  app.get(
    `${BASE}/openapi.json`,
    (c) => c.json(openApiDocument(endpoints), 200, { "cache-control": SHARED }),
  );
  for (const each of endpoints) {
    const path = `${BASE}/${each.name}`;
    const answer = answerOf(each, take, finish);
    app.post(path, (c) => answer(c, () => readJson(c.req.raw)));
    if (each.query) app.get(path, (c) => answer(c, () => readQuery(c, each)));
  }
}

/** Answers a request as an endpoint does, or with a problem document. */
function answerOf({ answer }: Endpoint, take: (c: Context<SiteEnv>) => RateHeaders, finish: Finish): Answer {
  return async (c, read) => {
    try {
      const rate = take(c);
      return finish(c, JSON.stringify(await answer(await read())), rate);
    } catch (error) {
      if (error instanceof RequestProblem) return problemResponse(c, error);
      throw error;
    }
  };
}

type Finish = (c: Context<SiteEnv>, json: string, rate: RateHeaders) => Response;

/**
 * Makes answers with all their headers at once. Setting a dozen headers one by one on a response takes longer than
 * most calculations, so an answer that is not going to be compressed is finished here.
 */
function finisher(): Finish {
  let fixed: { readonly get: Record<string, string>; readonly post: Record<string, string> } | null = null;
  return (c, json, rate) => {
    fixed ??= fixedHeaders(c.get("site").config);
    const headers = c.req.method === "POST" ? fixed.post : fixed.get;
    const isLarge = json.length >= SMALLEST;
    const isFinished = !isLarge || acceptedCoding(c.req.header("accept-encoding") ?? null) === null;
    if (isFinished) c.set("finished", true);
    const own = { ...rate, ...(isLarge && isFinished && VARIES) };
    return new Response(json, { headers: Object.keys(own).length > 0 ? { ...headers, ...own } : headers });
  };
}

function fixedHeaders(config: Config) {
  const all = { ...headersFor(`${BASE}/`, JSON_TYPE, config), "content-type": JSON_TYPE };
  return { get: { ...all, "cache-control": SHARED }, post: { ...all, "cache-control": PRIVATE } };
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
