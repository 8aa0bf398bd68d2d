import type { Context } from "hono";
import { countCorpus } from "@/lib/server/count_corpus.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { CONTEXT_FIELDS } from "@/lib/experiment/fields/context_fields.ts";
import { INTRO } from "@/lib/experiment/embed_parts.ts";
import { contextPreview } from "@/routes/preview/context.tsx";
import { lab } from "@/routes/page_route.ts";

/** `GET /context`. */
function context(c: Context<SiteEnv>): Response {
  const { pathname, search } = shownAddress(c);
  return renderPage(
    c,
    {
      title: "Context window",
      description: "Fill a context window token by token and see what each policy drops when it is full.",
    },
    <Island
      name="Context"
      props={{ search, base: pathname, corpus: countCorpus, shipped: shippedModels() }}
    />,
  );
}

/** The page /context. */
export const contextLab = lab({
  path: "/context",
  title: "Context window",
  group: "calculate",
  fields: CONTEXT_FIELDS,
  handler: context,
  card: contextPreview,
  parts: [
    INTRO,
    { name: "policies", label: "Every policy", mark: "generated" },
    { name: "reading", label: "A model reads it", mark: "reading" },
    { name: "endings", label: "What ends it", mark: "stops" },
    { name: "tokens", label: "Tokens", mark: "sampler", side: true },
  ],
});
