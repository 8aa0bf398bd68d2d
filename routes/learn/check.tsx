import type { Context } from "hono";
import { isEmbed } from "@/lib/server/embed.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";

/** `GET /check`: ten questions, and with answers in the address the result. */
export function check(c: Context<SiteEnv>): Response {
  const { pathname, search } = new URL(c.req.url);
  return renderPage(
    c,
    {
      title: "Mastery check",
      description:
        "Ten questions on language models, with numbers from a seed, reasons, and instruments to see.",
    },
    <Island name="Check" props={{ search, embed: isEmbed(pathname) }} />,
  );
}
