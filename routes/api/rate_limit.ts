import type { Context } from "hono";
import { clientAddress } from "@/lib/server/client_address.ts";
import { createRateLimiter, type RateLimiter } from "@/lib/server/rate_limit.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** Headers that tell a client how much of its limit is left; null where there is none. */
export type RateHeaders = Readonly<Record<string, string>> | null;

/**
 * Creates the API's guard: counts one request of a client and gives the headers for its answer.
 *
 * @returns A function that throws a {@linkcode RequestProblem} of status 429 beyond the limit.
 */
export function rateLimit(now: () => number): (c: Context<SiteEnv>) => RateHeaders {
  let limiter: RateLimiter | null = null;
  return (c) => {
    const { rateLimit: limit, trustedProxy } = c.get("site").config;
    if (limit === 0) return null;
    limiter ??= createRateLimiter(limit, now);
    const client = clientAddress(remoteOf(c), c.req.header("x-forwarded-for") ?? null, trustedProxy);
    const { allowed, remaining, resetSeconds } = limiter.take(client);
    if (!allowed) throw tooMany(limit, resetSeconds);
    return {
      "ratelimit-limit": `${limit}`,
      "ratelimit-remaining": `${remaining}`,
      "ratelimit-reset": `${resetSeconds}`,
    };
  };
}

/** Address of the connection: Deno's server passes it with the request. */
function remoteOf(c: Context): string | null {
  const info = c.env as Partial<Deno.ServeHandlerInfo<Deno.NetAddr>> | undefined;
  return info?.remoteAddr?.hostname ?? null;
}

function tooMany(limit: number, seconds: number): RequestProblem {
  const detail = `A client may ask ${limit} times a minute: wait ${seconds} seconds and ask again.`;
  return new RequestProblem(429, "Too many requests", detail, [], seconds);
}
