import type { Context } from "hono";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { LOOP_FIELDS } from "@/lib/experiment/fields/loop_fields.ts";
import { INTRO } from "@/lib/experiment/embed_parts.ts";
import { tablePreview } from "@/routes/preview/table.tsx";
import { lab } from "@/routes/page_route.ts";

/** `GET /table`. */
function table(c: Context<SiteEnv>): Response {
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

/** The page /table. */
export const tableLab = lab({
  path: "/table",
  title: "A model written by hand",
  group: "calculate",
  fields: LOOP_FIELDS,
  handler: table,
  card: tablePreview,
  parts: [
    INTRO,
    { name: "start", label: "Start and settings", mark: "text" },
    { name: "rows", label: "Rows with bars", mark: "sampler", side: true },
    { name: "table", label: "The table as text", mark: "more" },
  ],
});
