/**
 * Pages that are not kept are computed for one visitor after another, a few at a time: whoever asks
 * for a thousand waits behind everyone who asks for one.
 *
 * @module
 */
import type { Context, MiddlewareHandler } from "hono";
import { createBoundedQueue, QueueFull } from "@/lib/server/limits/bounded_queue.ts";
import { findPage } from "@/lib/server/embed.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** Pages that are computed at a time: one in this thread, the others in those of the models. */
const AT_ONCE = 3;
/** Pages that are computed or wait at most. */
const MOST = 128;
const RETRY_AFTER_SECONDS = 2;

/**
 * Lets requests take turns whose page has to be computed.
 *
 * @param clientOf Who asks.
 * @param busy Answers where too many wait already.
 */
export function pageTurns(
  clientOf: (c: Context<SiteEnv>) => string,
  busy: (c: Context<SiteEnv>) => Response,
): MiddlewareHandler<SiteEnv> {
  const queue = createBoundedQueue(MOST, AT_ONCE);
  return async (c, next) => {
    if (!isQuestion(c)) return await next();
    try {
      await queue.run(clientOf(c), next);
    } catch (error) {
      if (!(error instanceof QueueFull)) throw error;
      c.res = busy(c);
      c.res.headers.set("retry-after", `${RETRY_AFTER_SECONDS}`);
    }
  };
}

/** A page of the site map that was not kept, or a stored one; files and the API have limits of their own. */
function isQuestion(c: Context<SiteEnv>): boolean {
  return c.req.path.startsWith("/e/") || findPage(c.get("site").pages, c.req.path) !== undefined;
}
