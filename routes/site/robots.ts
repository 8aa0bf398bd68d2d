import type { Context } from "hono";
import { originOf } from "@/lib/server/origin.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/**
 * `GET /robots.txt`: pages are for everyone. Stored experiments and their pictures are kept out of search by the
 * header `X-Robots-Tag`, not here: a program that may not fetch them could neither read that header nor show a
 * preview of a link that someone shares.
 */
export function robots(c: Context<SiteEnv>): Response {
  const lines = [
    "User-agent: *",
    "Disallow: /api/v1/",
    "Disallow: /embed/",
    "Disallow: /hub/",
    "",
    `Sitemap: ${originOf(c)}/sitemap.xml`,
    "",
  ];
  return c.text(lines.join("\n"), 200, { "cache-control": "public, max-age=3600" });
}
