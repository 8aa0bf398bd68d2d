import type { Context } from "hono";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";

/** `GET /table`. */
export function table(c: Context<SiteEnv>): Response {
  const { pathname, search } = shownAddress(c);
  return renderPage(
    c,
    {
      title: "A model written by hand",
      description: "Write a next-token table by hand and run the autoregressive loop over it, step by step.",
    },
    <Island name="Table" props={{ search, base: pathname }} />,
  );
}
