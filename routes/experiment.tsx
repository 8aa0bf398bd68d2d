/**
 * `GET /e/ID`: a stored experiment, shown by its own page in place.
 *
 * @module
 */
import type { Context } from "hono";
import type { StoredExperiment } from "@/lib/experiment/store/stored_experiment.ts";
import { queryParams } from "@/lib/labs/share/stored_query.ts";
import type { Failure } from "@/lib/server/errors.ts";
import { findPage } from "@/lib/server/embed.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { errorPage } from "@/routes/site/error.tsx";
import { movedQuery } from "@/routes/moved_query.ts";
import { onThread } from "@/routes/threads/dear_pages.ts";
import { pageCost } from "@/routes/threads/page_cost.ts";
import type { PageRoute } from "@/routes/page_route.ts";

const UNKNOWN: Failure = {
  status: 404,
  title: "No experiment is stored here",
  detail:
    "The link may be mistyped or cut short, or its author has deleted the experiment. A link that is longer, with a " +
    "question mark in it, holds its experiment itself and needs no store.",
};

const DAMAGED: Failure = {
  status: 410,
  title: "This experiment cannot be read",
  detail: "It was stored by another version of the site, or is damaged. Ask its author for the long link.",
};

const FAILING: Failure = {
  status: 503,
  title: "The store does not answer",
  detail:
    "The experiment may still be there: try again in a few minutes, or ask its author for the long link.",
};

const NO_STORE: Failure = {
  status: 404,
  title: "This site stores no experiments",
  detail:
    "The link belongs to another site, or to this one while it had a store. A link that is longer, with a question " +
    "mark in it, holds its experiment itself: ask for that one.",
};

/** Creates the handler of stored experiments on these pages. */
export function experiment(pages: readonly PageRoute[]): (c: Context<SiteEnv>) => Promise<Response> {
  return async (c) => {
    const { store } = c.var.site;
    if (store === null) return errorPage(c, NO_STORE);
    const id = c.req.param("id")!;
    const outcome = await store.read(id);
    if (outcome.kind === "damaged") return errorPage(c, DAMAGED);
    if (outcome.kind === "failing") return errorPage(c, FAILING);
    if (outcome.kind === "expired") return errorPage(c, expired(outcome.expiresAt));
    if (outcome.kind !== "found") return errorPage(c, UNKNOWN);
    const { experiment } = outcome;
    const cost = pageCost(findPage(pages, experiment.page), `?${queryParams(experiment.query)}`).milliseconds;
    const { threads, budget } = c.var.site.means;
    if (cost > budget.most) c.set("isForTab", true);
    else if (threads !== null && cost > budget.here) return await onThread(c, errorPage, { experiment });
    const address = addressOf(c, experiment);
    const page = pages.find(({ path }) => path === address.pathname);
    if (!page) return errorPage(c, UNKNOWN);
    c.set("shown", { id, experiment, address });
    return await page.handler(c);
  };
}

function addressOf(c: Context<SiteEnv>, { page, query }: StoredExperiment): URL {
  const params = queryParams(query);
  const moved = movedQuery({ page, params });
  const address = new URL(moved?.page ?? page, c.req.url);
  address.search = (moved?.params ?? params).toString();
  return address;
}

function expired(expiresAt: number): Failure {
  const day = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" }).format(expiresAt);
  return {
    status: 410,
    title: "This experiment has expired",
    detail: `Its author had it kept until ${day}. Ask them to store it again, or for the long link.`,
  };
}
