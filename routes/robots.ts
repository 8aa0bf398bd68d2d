import type { Context } from "hono";
import { originOf } from "@/lib/server/origin.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** `GET /robots.txt`: pages are for everyone; experiments are for those who have the link. */
export function robots(c: Context<SiteEnv>): Response {
  const lines = [
    "User-agent: *",
    "Disallow: /api/v1/",
    "Disallow: /e/",
    "Disallow: /embed/",
    "Disallow: /hub/",
    "",
    `Sitemap: ${originOf(c)}/sitemap.xml`,
    "",
  ];
  return c.text(lines.join("\n"), 200, { "cache-control": "public, max-age=3600" });
}
