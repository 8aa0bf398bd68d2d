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
import { fittingAddress, joinAddress } from "@/lib/experiment/query_text.ts";
import { lossPreview } from "@/routes/preview/loss.tsx";
import { lab } from "@/routes/page_route.ts";
import { scoreLab } from "@/routes/texts/score.tsx";

const LOSS = [
  String.raw`\text{loss} = \ln \sum_j \exp(z_j) - z_\text{target} = -\ln p_\text{target}`,
];
const PERPLEXITY = [String.raw`\text{perplexity} = \exp(\text{mean loss})`];

/** `GET /loss`. */
async function loss(c: Context<SiteEnv>): Promise<Response> {
  const { pathname, search, searchParams } = shownAddress(c);
  const moved = movedQuery({ page: pagePath(pathname), params: searchParams });
  if (moved) return await sendOn(c, isEmbed(pathname) ? embedPath(moved.page) : moved.page, moved.params);
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

/** Leads to /score. A text that no address there holds is shown in place, as that of a stored experiment is. */
async function sendOn(c: Context<SiteEnv>, base: string, params: URLSearchParams): Promise<Response> {
  const address = fittingAddress(base, params);
  if (address !== null) {
    c.header("cache-control", "private, no-cache");
    return c.redirect(address, 303);
  }
  c.set("moved", new URL(joinAddress(base, params), c.req.url));
  c.set("isForTab", true);
  return await scoreLab.handler(c);
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
