import type { Context } from "hono";
import { countCorpus } from "@/lib/server/count_corpus.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";

/** `GET /learn/practice`: texts of a fixed form to continue. */
export function practice(c: Context<SiteEnv>): Response {
  return renderPage(
    c,
    {
      title: "Practice",
      description:
        "Write what comes next in JSON, Python, SQL and a table, and see it scored on the real distribution.",
    },
    <Island
      name="LearnPractice"
      props={{ corpus: countCorpus, shipped: shippedModels(), modelHost: c.var.site.config.modelHost }}
    />,
  );
}
