import type { Context, MiddlewareHandler } from "hono";
import { clientAddress } from "@/lib/server/client_address.ts";
import { problem } from "@/lib/server/problem.ts";
import { createRateLimiter, type RateDecision, type RateLimiter } from "@/lib/server/rate_limit.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** Limits requests by client, as the site's settings say. */
export function rateLimit(now: () => number): MiddlewareHandler<SiteEnv> {
  let limiter: RateLimiter | null = null;
  return async (c, next) => {
    const { rateLimit: limit, trustedProxy } = c.var.site.config;
    if (limit === 0) return await next();
    limiter ??= createRateLimiter(limit, now);
    const client = clientAddress(remoteOf(c), c.req.header("x-forwarded-for") ?? null, trustedProxy);
    const decision = limiter.take(client);
    if (!decision.allowed) return withHeaders(tooMany(c, limit, decision), limit, decision);
    await next();
    withHeaders(c.res, limit, decision);
  };
}

/** Address of the connection: Deno's server passes it with the request. */
function remoteOf(c: Context): string | null {
  const info = c.env as Partial<Deno.ServeHandlerInfo<Deno.NetAddr>> | undefined;
  return info?.remoteAddr?.hostname ?? null;
}

function tooMany(c: Context, limit: number, { resetSeconds }: RateDecision): Response {
  const response = problem(c, {
    status: 429,
    title: "Too many requests",
    detail: `A client may ask ${limit} times a minute: wait ${resetSeconds} seconds and ask again.`,
  });
  response.headers.set("retry-after", `${resetSeconds}`);
  return response;
}

function withHeaders(response: Response, limit: number, { remaining, resetSeconds }: RateDecision): Response {
  response.headers.set("ratelimit-limit", `${limit}`);
  response.headers.set("ratelimit-remaining", `${remaining}`);
  response.headers.set("ratelimit-reset", `${resetSeconds}`);
  return response;
}
