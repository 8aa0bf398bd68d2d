import type { Context } from "hono";
import { isEmbed } from "@/lib/server/embed.ts";
import { MathFormula } from "@/lib/server/math_formula.tsx";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";

const SOFTMAX = [String.raw`p_i = \dfrac{\exp(z_i / T)}{\sum_j \exp(z_j / T)}`];

/** `GET /softmax`. */
export function softmax(c: Context<SiteEnv>): Response {
  const { pathname, search } = shownAddress(c);
  return renderPage(
    c,
    {
      title: "Softmax",
      description:
        "Turn logits into probabilities: temperature, sampler stages, seeded draws, and why nothing overflows.",
    },
    <>
      <Island name="Softmax" props={{ search, base: pathname }} />
      {isEmbed(pathname) ? null : <MathFormula parts={SOFTMAX} />}
    </>,
  );
}
