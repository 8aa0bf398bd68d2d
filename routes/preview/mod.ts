/**
 * Pictures of pages for links that are shared: `/preview/PAGE?QUERY` is the picture of `/PAGE?QUERY`, `/preview/e/ID`
 * that of a stored experiment.
 *
 * @module
 */
import type { Context } from "hono";
import type { StoredExperiment } from "@/lib/experiment/store/stored_experiment.ts";
import { queryParams } from "@/lib/labs/share/stored_query.ts";
import { QueueFull } from "@/lib/server/limits/bounded_queue.ts";
import type { Config } from "@/lib/server/config.ts";
import { pagePath } from "@/lib/server/embed.ts";
import { MAX_PREVIEW_QUERY } from "@/lib/server/preview/preview_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { delegate, NotComputed } from "@/lib/server/threads/delegate.ts";
import type { SiteThreads } from "@/lib/server/threads/site_threads.ts";
import { clientOf, rateLimit, type RequestLimiter } from "@/routes/api/rate_limit.ts";
import { createPreviewCache } from "@/routes/preview/preview_cache.ts";
import { previewOf } from "@/routes/preview/previews.ts";

/** Pictures a minute and client that have to be drawn; those that are kept are free. */
const MAX_A_MINUTE = 60;

/** Milliseconds that drawing takes, on one core of a small server. */
const DRAWING = 200;

const shelf = createPreviewCache({ waiting: 8, bytes: 8_000_000 });
const guards = new WeakMap<Config, RequestLimiter>();

/** `GET /preview/PAGE`. */
export function preview(c: Context<SiteEnv>): Promise<Response> | Response {
  const { pathname, search, searchParams } = new URL(c.req.url);
  const path = pagePath(pathname.replace(/^\/preview\//, "/embed/"));
  return previewResponse(c, path, search.length <= MAX_PREVIEW_QUERY ? searchParams : new URLSearchParams());
}

/** `GET /preview/e/ID`: drawn from what was asked; results that were stored with it are its author's and not shown. */
export async function storedPreview(c: Context<SiteEnv>): Promise<Response> {
  const outcome = await c.var.site.store?.read(c.req.param("id")!);
  if (outcome?.kind !== "found") return notFound(c);
  const { page, query } = outcome.experiment;
  return await previewResponse(c, page, queryParams(query), outcome.experiment);
}

/**
 * Answers with the picture of a page in a state.
 *
 * @param path The page's path, such as `/softmax`.
 * @param params The page's own query; bad values count as not given.
 * @param experiment The stored experiment that the address names; null for a page.
 */
async function previewResponse(
  c: Context<SiteEnv>,
  path: string,
  params: URLSearchParams,
  experiment: StoredExperiment | null = null,
): Promise<Response> {
  const picture = previewOf(path, c.var.site.pages);
  if (picture === null) return notFound(c);
  // Different spellings of one state share a picture.
  const { threads, budget } = c.var.site.means;
  // Where drawing takes longer than anything may, a page has one picture, drawn once.
  const query = budget.most < DRAWING ? "" : picture.canonical(params);
  const key = `${path}?${query}`;
  const client = clientOf(c.var.site.config, c.req.raw.headers, c.env);
  try {
    const png = shelf.known(key) ?? takeTurn(c) ??
      await (threads === null
        ? shelf.draw(key, () => picture.draw(new URLSearchParams(query)), client)
        : shelf.take(key, () => drawElsewhere(c, threads, client, experiment)));
    return png instanceof Response ? png : pngResponse(c, png, query === "");
  } catch (error) {
    if (error instanceof QueueFull || error instanceof NotComputed) {
      return later(c, 503, "Too many pictures are being drawn", 2);
    }
    throw error;
  }
}

/** A picture that a thread draws. */
async function drawElsewhere(
  c: Context<SiteEnv>,
  threads: SiteThreads,
  client: string,
  experiment: StoredExperiment | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await delegate(c, threads, client, { experiment });
  if (response.status !== 200) throw new NotComputed("The picture was not drawn");
  return new Uint8Array(await response.arrayBuffer());
}

function notFound(c: Context<SiteEnv>): Response {
  return c.text("Not found\n", 404, { "cache-control": "no-store" });
}

/** Counts a picture that has to be drawn; a response where the client has had enough of them. */
function takeTurn(c: Context<SiteEnv>): Response | undefined {
  const { config } = c.var.site;
  const most = Math.min(MAX_A_MINUTE, config.rateLimit);
  const take = guards.get(config) ?? rateLimit({ ...config, rateLimit: most }, () => performance.now());
  guards.set(config, take);
  const decision = take(c.req.raw.headers, c.env);
  if (decision === null || decision.allowed) return undefined;
  return later(c, 429, "Too many pictures were asked for", decision.resetSeconds);
}

function later(c: Context<SiteEnv>, status: 429 | 503, reason: string, seconds: number): Response {
  const headers = { "retry-after": `${seconds}`, "cache-control": "no-store" };
  return c.text(`${reason}: ask again in ${seconds} seconds.\n`, status, headers);
}

/** A picture with a visitor's words in it is not for caches that are shared. */
function pngResponse(c: Context<SiteEnv>, png: Uint8Array<ArrayBuffer>, isShared: boolean): Response {
  return c.body(png, 200, {
    "content-type": "image/png",
    "content-length": `${png.length}`,
    "cache-control": isShared ? "public, max-age=3600" : "private, max-age=300",
  });
}
