import type { Context } from "hono";
import { embedPath, isEmbed, pagePath } from "@/lib/server/embed.ts";
import { MathFormula } from "@/lib/server/math_formula.tsx";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import { movedQuery } from "@/routes/moved_query.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { LOSS_FIELDS } from "@/lib/experiment/fields/loss_fields.ts";
import { INTRO } from "@/lib/experiment/embed_parts.ts";
import { lossPreview } from "@/routes/preview/loss.tsx";
import { lab } from "@/routes/page_route.ts";

const LOSS = [
  String.raw`\text{loss} = \ln \sum_j \exp(z_j) - z_\text{target} = -\ln p_\text{target}`,
];
const PERPLEXITY = [String.raw`\text{perplexity} = \exp(\text{mean loss})`];

/** `GET /loss`. */
function loss(c: Context<SiteEnv>): Response {
  const { pathname, search, searchParams } = shownAddress(c);
  const moved = movedQuery({ page: pagePath(pathname), params: searchParams });
  if (moved) {
    c.header("cache-control", "private, no-cache");
    return c.redirect(`${isEmbed(pathname) ? embedPath(moved.page) : moved.page}?${moved.params}`, 303);
  }
  return renderPage(
    c,
    {
      title: "Loss and perplexity",
      description:
        "Cross-entropy, perplexity, bits and the chain rule: from logits, probabilities or losses.",
    },
    <>
      <Island
        name="Loss"
        props={{ search, base: pathname }}
      />
      {isEmbed(pathname) ? null : (
        <>
          <MathFormula parts={LOSS} />
          <MathFormula parts={PERPLEXITY} />
        </>
      )}
    </>,
  );
}

/** The page /loss. */
export const lossLab = lab({
  path: "/loss",
  title: "Loss and perplexity",
  group: "calculate",
  fields: LOSS_FIELDS,
  handler: loss,
  card: lossPreview,
  parts: [
    INTRO,
    { name: "inputs", label: "Inputs", mark: "text" },
    { name: "sequence", label: "The sequence", mark: "sampler", side: true },
    { name: "shifted", label: "Shifted rows", mark: "more" },
  ],
});
