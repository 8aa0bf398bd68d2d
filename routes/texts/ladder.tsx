import type { Context } from "hono";
import { parseFields } from "@/lib/experiment/codec.ts";
import { LADDER_FIELDS } from "@/lib/experiment/fields/ladder_fields.ts";
import { staticUrl } from "@/lib/server/assets/static_url.ts";
import { countCorpus } from "@/lib/server/count_corpus.ts";
import { ladderCard, ladderOnServer } from "@/lib/server/ladder_on_server.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { timed } from "@/lib/server/observe/timing.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { ladderPreview } from "@/routes/preview/ladder.tsx";
import { lab } from "@/routes/page_route.ts";

/** `GET /ladder`. */
async function ladder(c: Context<SiteEnv>): Promise<Response> {
  const { pathname, search, searchParams } = shownAddress(c);
  const { query } = parseFields(LADDER_FIELDS, searchParams);
  return renderPage(
    c,
    {
      title: "The ladder of language models",
      description:
        "One text under uniform guesses, counts, a recurrent network and a Transformer: bits per byte on one axis, and how far back each looks.",
    },
    <Island
      name="Ladder"
      props={{
        search,
        base: pathname,
        corpus: countCorpus,
        shipped: shippedModels(),
        modelHost: c.var.site.config.modelHost,
        world: staticUrl("corpora/parcel_world.txt"),
        network: staticUrl("ladder/neural_ngram.safetensors"),
        ladder: c.get("isForTab") ? null : await timed(c, "model", () => ladderOnServer(query.text)),
        card: ladderCard(),
      }}
    />,
  );
}

/** The page /ladder. */
export const ladderLab = lab({
  path: "/ladder",
  title: "The ladder",
  group: "calculate",
  fields: LADDER_FIELDS,
  handler: ladder,
  card: ladderPreview,
  // Three networks' passes; the corpus is counted with the first.
  cost: () => ({ milliseconds: 300, advice: "the text" }),
  asksModels: true,
  tabComputes: true,
  warm: [""],
  parts: [
    { name: "inputs", label: "Text", mark: "text" },
    { name: "pairs", label: "What was never seen together", mark: "run" },
    { name: "reach", label: "How far back each looks", mark: "generated" },
    { name: "card", label: "From the model cards", mark: "more" },
  ],
});
