/**
 * Which requests of the API are too dear for the server's own thread, and how they are answered by another.
 *
 * @module
 */
import type { Context } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";
import type { Cost } from "@/lib/server/threads/cost.ts";
import { delegate, NotComputed } from "@/lib/server/threads/delegate.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** What is asked: the body as it came, null for a query, and what it says. */
export interface Asked {
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  /** @throws {RequestProblem} If it is no JSON, or no query of the endpoint. */
  input(): unknown;
}

/** A longer body or address is read elsewhere, in bytes: checking it takes 20 ms alone. */
const LONG = 30_000;

/** Whether only reading a request would hold the server's own thread for long. */
export function isLong(c: Context<SiteEnv>, { bytes }: Asked): boolean {
  return c.get("site").means.threads !== null && (bytes?.length ?? c.req.url.length) > LONG;
}

/**
 * Whether a request is to be answered by another thread.
 *
 * @throws {RequestProblem} 422 where it is over the budget.
 */
export function isDear(c: Context<SiteEnv>, cost: Cost): boolean {
  const { milliseconds, elsewhere = 0, pointer = "", advice } = cost;
  const { budget, threads } = c.get("site").means;
  if (milliseconds + elsewhere > budget.most) throw overBudget(pointer, advice ?? "the request");
  return threads !== null && milliseconds > budget.here;
}

function overBudget(pointer: string, advice: string): RequestProblem {
  const detail = `This takes more than the server computes for one request: make ${advice} smaller.`;
  return new RequestProblem(422, "The request takes too much", detail, [{ pointer, detail }]);
}

/**
 * The answer of another thread, with this client's rate limit.
 *
 * @throws {RequestProblem} 503 where there is none in time.
 */
export async function elsewhere(
  c: Context<SiteEnv>,
  client: string,
  body: Uint8Array<ArrayBuffer> | null,
  rate: Readonly<Record<string, string>>,
): Promise<Response> {
  try {
    const response = await delegate(c, c.get("site").means.threads!, client, { body });
    for (const [name, value] of Object.entries(rate)) response.headers.set(name, value);
    return response;
  } catch (error) {
    if (!(error instanceof NotComputed)) throw error;
    const detail = "Too much waits already, or the answer took too long: ask again in a moment, or for less.";
    throw new RequestProblem(503, "The server is busy", detail, [], error.retryAfter);
  }
}
