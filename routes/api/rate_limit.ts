import type { Config } from "@/lib/server/config.ts";
import { clientAddress } from "@/lib/server/limits/client_address.ts";
import { createRateLimiter, type RateDecision } from "@/lib/server/limits/rate_limit.ts";
import type { SiteBindings } from "@/lib/server/site.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** Counts one request of a client; null where there is no limit. */
export type RequestLimiter = (headers: Headers, bindings: SiteBindings | undefined) => RateDecision | null;

/**
 * Creates the API's guard.
 *
 * @param now Milliseconds from an arbitrary start.
 */
export function rateLimit(config: Config, now: () => number): RequestLimiter {
  if (config.rateLimit === 0) return () => null;
  const limiter = createRateLimiter(config.rateLimit, now);
  return (headers, bindings) => limiter.take(clientOf(config, headers, bindings));
}

/** Who asks, as far as the site can know. */
export function clientOf(
  { trustedProxy }: Config,
  headers: Headers,
  bindings: SiteBindings | undefined,
): string {
  const remote = bindings?.remoteAddr?.hostname ?? null;
  return clientAddress(remote, headers.get("x-forwarded-for"), trustedProxy);
}

/** Headers that tell a client how much of its limit is left, also to a page of another origin. */
export function rateHeaders({ limit, remaining, resetSeconds }: RateDecision): Record<string, string> {
  return {
    "ratelimit-limit": `${limit}`,
    "ratelimit-remaining": `${remaining}`,
    "ratelimit-reset": `${resetSeconds}`,
    "access-control-expose-headers": "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset",
  };
}

/**
 * The headers of a request that may pass.
 *
 * @throws {RequestProblem} 429 where it may not.
 */
export function allowedHeaders(decision: RateDecision): Record<string, string> {
  const { allowed, limit, resetSeconds } = decision;
  if (allowed) return rateHeaders(decision);
  const detail = `A client may ask ${limit} times a minute: wait ${resetSeconds} seconds and ask again.`;
  throw new RequestProblem(429, "Too many requests", detail, [], resetSeconds);
}
