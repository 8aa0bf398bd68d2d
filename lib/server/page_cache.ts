/**
 * Keeps the pages that any shared cache may keep, as the answer left the server last time: a page without a query is
 * the same for everyone, and some take a tenth of a second to compute.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { acceptedCoding } from "@/lib/server/assets/content_encoding.ts";
import { isPage } from "@/lib/server/embed.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** Pages that are kept at most, each coding and host counted: the header Host is anyone's choice. */
const MOST = 200;

/** An answer that was kept. */
interface Kept {
  readonly until: number;
  readonly body: ArrayBuffer;
  readonly init: ResponseInit;
}

/**
 * Answers from memory for as long as the answer itself lets a shared cache keep it (`s-maxage`). Requests that come
 * while a page is being made wait for it.
 *
 * @param now Milliseconds from an arbitrary start.
 */
export function pageCache(now: () => number): MiddlewareHandler<SiteEnv> {
  const pages = new Map<string, Kept>();
  const making = new Map<string, Promise<void>>();

  async function keep(key: string, response: Response): Promise<void> {
    const seconds = sharedSeconds(response);
    if (seconds === 0) return;
    const { status, headers } = response;
    const body = await response.clone().arrayBuffer();
    pages.delete(key);
    pages.set(key, { until: now() + seconds * 1000, body, init: { status, headers: [...headers] } });
    for (const oldest of pages.keys()) if (pages.size > MOST) pages.delete(oldest);
  }

  return async (c, next) => {
    const { origin, pathname, search } = new URL(c.req.url);
    // The site map's pages alone: what visitors store and delete is not among them.
    if (c.req.method !== "GET" || search !== "" || !isPage(c.get("site").pages, pathname)) {
      return await next();
    }
    const key = `${origin}${pathname} ${acceptedCoding(c.req.header("accept-encoding") ?? null)}`;
    while (making.has(key)) await making.get(key);
    const known = pages.get(key);
    if (known && known.until > now()) return new Response(known.body, known.init);
    const made = next().then(() => keep(key, c.res));
    making.set(key, made.catch(() => {}));
    await made.finally(() => making.delete(key));
  };
}

/** Seconds that a shared cache may keep an answer. */
function sharedSeconds({ status, headers }: Response): number {
  const [, seconds = "0"] = /s-maxage=(\d+)/.exec(headers.get("cache-control") ?? "") ?? [];
  return status === 200 ? Number(seconds) : 0;
}
