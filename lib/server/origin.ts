/**
 * Where the site is, as its visitors see it.
 *
 * @module
 */
import type { Context } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";

/** Origin for absolute addresses: the configured one, else the one that was asked for, and then the answer says so. */
export function originOf(c: Context<SiteEnv>): string {
  const { publicOrigin } = c.var.site.config;
  if (publicOrigin !== null) return publicOrigin;
  const { origin } = new URL(c.req.url);
  c.set("namesOrigin", origin);
  return origin;
}
