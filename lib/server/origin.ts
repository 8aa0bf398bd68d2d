/**
 * Where the site is, as its visitors see it.
 *
 * @module
 */
import type { Context } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";

/** Origin for absolute addresses: the configured one, else the one that was asked for. */
export function originOf(c: Context<SiteEnv>): string {
  return c.var.site.config.publicOrigin ?? new URL(c.req.url).origin;
}
