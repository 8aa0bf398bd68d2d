import type { Context } from "hono";
import { isEmbed } from "@/lib/server/embed.ts";
import { MathFormula } from "@/lib/server/math_formula.tsx";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { SOFTMAX_FIELDS } from "@/lib/experiment/fields/softmax_fields.ts";
import { INTRO, SEED, STAGE_PARTS } from "@/lib/experiment/embed_parts.ts";
import { softmaxPreview } from "@/routes/preview/softmax.tsx";
import { lab } from "@/routes/page_route.ts";

const SOFTMAX = [String.raw`p_i = \dfrac{\exp(z_i / T)}{\sum_j \exp(z_j / T)}`];

/** `GET /softmax`. */
function softmax(c: Context<SiteEnv>): Response {
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

/** The page /softmax. */
export const softmaxLab = lab({
  path: "/softmax",
  title: "Softmax",
  group: "calculate",
  fields: SOFTMAX_FIELDS,
  handler: softmax,
  card: softmaxPreview,
  parts: [
    INTRO,
    { name: "inputs", label: "Tokens and logits", mark: "text" },
    { name: "draws", label: "Draws", mark: "generated" },
    { name: "details", label: "Stage by stage, overflow", mark: "more" },
    { name: "add", label: "Add or divide", mark: "run", side: true },
    { name: "sampler", label: "The whole sampler", mark: "sampler", side: true },
    ...STAGE_PARTS.filter(({ name }) => name !== "repetition_penalty"),
    SEED,
  ],
});
