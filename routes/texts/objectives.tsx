import type { Context } from "hono";
import { parseFields } from "@/lib/experiment/codec.ts";
import { OBJECTIVES_FIELDS } from "@/lib/experiment/fields/objectives_fields.ts";
import { countCorpus } from "@/lib/server/count_corpus.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { objectivesOnServer } from "@/lib/server/objectives_on_server.ts";
import { timed } from "@/lib/server/observe/timing.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { objectivesPreview } from "@/routes/preview/objectives.tsx";
import { lab } from "@/routes/page_route.ts";

/** `GET /objectives`. */
async function objectives(c: Context<SiteEnv>): Promise<Response> {
  const { pathname, search, searchParams } = shownAddress(c);
  const { query } = parseFields(OBJECTIVES_FIELDS, searchParams);
  return renderPage(
    c,
    {
      title: "Causal and masked",
      description:
        "One sentence under two objectives: the next word from the left, a hidden word from both sides, and a test of the mask.",
    },
    <Island
      name="Objectives"
      props={{
        search,
        base: pathname,
        corpus: countCorpus,
        shipped: shippedModels(),
        objectives: c.get("isForTab") ? null : await timed(c, "model", () => objectivesOnServer(query)),
      }}
    />,
  );
}

/** The page /objectives. */
export const objectivesLab = lab({
  path: "/objectives",
  title: "Causal and masked",
  group: "calculate",
  fields: OBJECTIVES_FIELDS,
  handler: objectives,
  card: objectivesPreview,
  // Two networks' passes.
  cost: () => ({ milliseconds: 300, advice: "the text" }),
  tabComputes: true,
  warm: [""],
  parts: [
    { name: "inputs", label: "Sentence", mark: "text" },
    { name: "mask", label: "The mask, tested", mark: "run" },
    { name: "attention", label: "What each may look at", mark: "more" },
    { name: "uses", label: "What each is for", mark: "generated" },
  ],
});
