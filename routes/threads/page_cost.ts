/**
 * What a page takes, as far as its query tells before it is read: rough, and a little more than it is.
 *
 * @module
 */
import type { SitePage } from "@/lib/server/page/site_page.ts";
import type { Cost } from "@/lib/server/threads/cost.ts";

/** A page without a query is made once in five minutes, some of them in a tenth of a second. */
const BARE = 30;

/**
 * What a page takes for itself where the models' own threads do the work: a thread of the site would have to load them
 * first, within its deadline.
 */
const ASKING = 10;

/** For each character of a query, in milliseconds. */
const EACH_CHARACTER = 0.01;

/** An estimate for a page with a query. */
export function pageCost(page: SitePage | undefined, search: string): Cost {
  const opening = { milliseconds: page?.asksModels ? ASKING : BARE };
  if (search === "" || search === "?") return opening;
  // A page that reads no query is the same as without, but made each time.
  const rest = page?.fields ? { milliseconds: 5 } : opening;
  const own = page?.cost?.(new URLSearchParams(search)) ?? rest;
  return { advice: "the query", ...own, milliseconds: own.milliseconds + search.length * EACH_CHARACTER };
}
