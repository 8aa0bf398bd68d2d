import type { Context, MiddlewareHandler } from "hono";
import type { Failure, FailurePage } from "@/lib/server/errors.ts";
import { findPage } from "@/lib/server/embed.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { delegate, type Delegated, NotComputed } from "@/lib/server/threads/delegate.ts";
import { clientOf } from "@/routes/api/rate_limit.ts";
import { pageCost } from "@/routes/threads/page_cost.ts";
import { tooDearPage } from "@/routes/threads/too_dear_page.tsx";

const BUSY: Failure = {
  status: 503,
  title: "The server is busy",
  detail:
    "The page took too long, or many others wait. What you asked is still in the address: load it again in a few seconds.",
};

/**
 * Has dear pages answered by threads, and refuses what no thread could answer in time.
 *
 * @param page Renders a failure.
 */
export function dearPages(page: FailurePage): MiddlewareHandler<SiteEnv> {
  return async (c, next) => {
    const { pages, means: { threads, budget } } = c.get("site");
    const isRead = c.req.method === "GET" || c.req.method === "HEAD";
    const asked = findPage(pages, c.req.path);
    if (!isRead || budget.here === budget.most || !asked) return await next();
    const { url } = c.req;
    const query = url.indexOf("?");
    const search = query < 0 ? "" : url.slice(query);
    const { milliseconds, advice = "the query" } = pageCost(asked, search);
    const isOver = search !== "" && milliseconds > budget.most;
    if (isOver && !asked.tabComputes) c.res = tooDearPage(c, advice);
    else if (isOver || threads === null || milliseconds <= budget.here) {
      if (isOver) c.set("isForTab", true);
      await next();
    } else c.res = await onThread(c, page);
  };
}

/** A page's answer from a thread, or the page that says that there is none. */
export async function onThread(
  c: Context<SiteEnv>,
  page: FailurePage,
  delegated: Delegated = {},
): Promise<Response> {
  const { means, config } = c.get("site");
  try {
    return await delegate(c, means.threads!, clientOf(config, c.req.raw.headers, c.env), delegated);
  } catch (error) {
    if (!(error instanceof NotComputed)) throw error;
    const busy = page(c, BUSY);
    busy.headers.set("retry-after", `${error.retryAfter}`);
    return busy;
  }
}
