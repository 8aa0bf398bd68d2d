import type { Context } from "hono";
import { clientAddress } from "@/lib/server/client_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** The client that a limit counts a request for: Deno's server passes the connection's address with the request. */
export function remoteAddress(c: Context<SiteEnv>): string {
  const info = c.env as Partial<Deno.ServeHandlerInfo<Deno.NetAddr>> | undefined;
  const forwarded = c.req.header("x-forwarded-for") ?? null;
  return clientAddress(info?.remoteAddr?.hostname ?? null, forwarded, c.var.site.config.trustedProxy);
}
