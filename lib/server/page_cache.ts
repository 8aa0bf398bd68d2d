/**
 * Keeps the pages that any shared cache may keep, as the answer left the server last time: a page without a query is
 * the same for everyone, and some take a tenth of a second to compute.
 *
 * @module
 */
import type { MiddlewareHandler } from "hono";
import { LRUCache } from "lru-cache";
import { acceptedCoding } from "@/lib/server/assets/content_encoding.ts";
import { findPage } from "@/lib/server/embed.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** Bytes of pages that are kept at most. */
const MAX_BYTES = 16_000_000;

/** What an entry takes beside its body and key. */
const OVERHEAD = 1000;

/** An answer that was kept. */
interface Kept {
  readonly until: number;
  /** Whose visitors it is for; null for all. */
  readonly origin: string | null;
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
  const pages = new LRUCache<string, Kept>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ body }, key) => body.byteLength + 2 * key.length + OVERHEAD,
  });
  const making = new Map<string, Promise<void>>();

  async function keep(key: string, response: Response, origin: string | null): Promise<void> {
    const seconds = sharedSeconds(response);
    if (seconds === 0) return;
    const { status, headers } = response;
    const body = await response.clone().arrayBuffer();
    pages.set(key, { until: now() + seconds * 1000, origin, body, init: { status, headers: [...headers] } });
  }

  return async (c, next) => {
    const { origin, pathname, search } = new URL(c.req.url);
    // The site map's pages alone: what visitors store and delete is not among them.
    if (c.req.method !== "GET" || search !== "" || !findPage(c.get("site").pages, pathname)) {
      return await next();
    }
    // The header Host is anyone's choice: it makes no entry of its own.
    const key = `${pathname} ${acceptedCoding(c.req.header("accept-encoding") ?? null)}`;
    while (making.has(key)) await making.get(key);
    const known = pages.get(key);
    const isFor = known?.origin === null || known?.origin === origin;
    if (known && isFor && known.until > now()) return new Response(known.body, known.init);
    const made = next().then(() => keep(key, c.res, c.get("namesOrigin") ?? null));
    making.set(key, made.catch(() => {}));
    await made.finally(() => making.delete(key));
  };
}

/** Seconds that a shared cache may keep an answer. */
function sharedSeconds({ status, headers }: Response): number {
  const [, seconds = "0"] = /s-maxage=(\d+)/.exec(headers.get("cache-control") ?? "") ?? [];
  return status === 200 ? Number(seconds) : 0;
}
