/**
 * The site's stylesheets as one file: written in several, fetched in one request.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { Context } from "hono";
import { contentHash } from "@/lib/server/assets/content_hash.ts";
import { ROOT } from "@/lib/server/root.ts";
import { staticUrl } from "@/lib/server/assets/static_url.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { STYLESHEETS } from "@/lib/ui/page/stylesheets.ts";

const PATHS = STYLESHEETS.map((file) => `${ROOT}/static/${file}`).filter((path) => existsSync(path));

/** Address of the combined stylesheet, which changes with the content of any of its files. */
export function stylesheetUrl(): string {
  return `/styles.css?v=${version()}`;
}

/** `GET /styles.css`: all stylesheets in their order. */
export function stylesheet(c: Context<SiteEnv>): Response {
  const isCurrent = c.req.query("v") === version();
  return c.body(withFonts(PATHS.map((path) => readFileSync(path, "utf8")).join("\n")), 200, {
    "content-type": "text/css; charset=utf-8",
    "cache-control": isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
  });
}

/** The font files that the pages take, by path inside `static/`. */
export const FONTS: readonly string[] = ["fonts/inter-variable.woff2", "fonts/jetbrains-mono-variable.woff2"];

/** A font's address changes with its content. */
function withFonts(css: string): string {
  return FONTS.reduce((text, font) => text.replace(`url("${font}")`, () => `url("${staticUrl(font)}")`), css);
}

function version(): string {
  const hashes = [...PATHS, ...FONTS.map((font) => `${ROOT}/static/${font}`)].map(contentHash);
  return createHash("sha256").update(hashes.join()).digest("hex").slice(0, 12);
}
