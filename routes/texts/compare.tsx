import type { Context } from "hono";
import { parseFields } from "@/lib/experiment/codec.ts";
import { COMPARE_FIELDS } from "@/lib/experiment/fields/compare_fields.ts";
import { compareOnServer } from "@/lib/server/compare_on_server.ts";
import { countCorpus } from "@/lib/server/count_corpus.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { timed } from "@/lib/server/observe/timing.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { comparePreview } from "@/routes/preview/compare.tsx";
import { lab } from "@/routes/page_route.ts";
import { scoreCost } from "@/routes/threads/score_cost.ts";

/** `GET /compare`. */
async function compare(c: Context<SiteEnv>): Promise<Response> {
  const { pathname, search, searchParams } = shownAddress(c);
  const { query } = parseFields(COMPARE_FIELDS, searchParams);
  return renderPage(
    c,
    {
      title: "Compare two predictions",
      description:
        "Two prompts, two models or two formats of one: both distributions, how far they are apart, and where they part.",
    },
    <Island
      name="Compare"
      props={{
        search,
        base: pathname,
        corpus: countCorpus,
        shipped: shippedModels(),
        modelHost: c.var.site.config.modelHost,
        compared: c.get("isForTab") ? null : await timed(c, "model", () => compareOnServer(query)),
      }}
    />,
  );
}

/** The page /compare. */
export const compareLab = lab({
  path: "/compare",
  title: "Compare",
  group: "calculate",
  fields: COMPARE_FIELDS,
  handler: compare,
  card: comparePreview,
  cost: scoreCost,
  tabComputes: true,
  parts: [
    { name: "inputs", label: "Texts and models", mark: "text" },
    { name: "generated", label: "Going on by themselves", mark: "generated" },
    { name: "along", label: "Along the text", mark: "more" },
  ],
});
