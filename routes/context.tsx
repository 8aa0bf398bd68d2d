import type { Context } from "hono";
import { countCorpus } from "@/lib/server/count_corpus.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";

/** `GET /context`. */
export function context(c: Context<SiteEnv>): Response {
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
