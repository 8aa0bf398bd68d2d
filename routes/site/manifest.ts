import type { Context } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";
import { staticUrl } from "@/lib/server/assets/static_url.ts";

/** `GET /manifest.webmanifest`: name, icons and colors for a home screen. */
export function manifest(c: Context<SiteEnv>): Response {
  const document = {
    id: "/",
    name: "Next-Token Playground",
    short_name: "Next-Token",
    description: "See how likely each next token of your text is, and generate one token at a time.",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: "#f6f6f2",
    theme_color: "#f6f6f2",
    icons: [
      { src: staticUrl("favicon.svg"), sizes: "any", type: "image/svg+xml" },
      ...[192, 512].map((size) => ({
        src: staticUrl(`icons/icon-${size}.png`),
        sizes: `${size}x${size}`,
        type: "image/png",
      })),
    ],
  };
  const headers = { "content-type": "application/manifest+json", "cache-control": "public, max-age=3600" };
  return c.body(JSON.stringify(document), 200, headers);
}
