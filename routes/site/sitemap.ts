import type { Context } from "hono";
import { originOf } from "@/lib/server/origin.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** `GET /sitemap.xml`: every page of the site map. */
export function sitemap(c: Context<SiteEnv>): Response {
  const origin = escapeXml(originOf(c));
  const urls = c.var.site.pages.map(({ path }) => `<url><loc>${origin}${escapeXml(path)}</loc></url>`);
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join("")}</urlset>
`;
  const headers = {
    "content-type": "application/xml; charset=utf-8",
    "cache-control": "public, max-age=3600",
  };
  return c.body(xml, 200, headers);
}

/** The origin may be the visitor's own Host header. */
function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
