import type { Context } from "hono";
import { parseFields } from "@/lib/experiment/codec.ts";
import { NGRAM_FIELDS } from "@/lib/experiment/fields/ngram_fields.ts";
import { isEmbed } from "@/lib/server/embed.ts";
import { answerNgram, corpusUrls } from "@/lib/server/ngram_answer.ts";
import { MathFormula } from "@/lib/server/math_formula.tsx";
import { renderPage } from "@/lib/server/render_page.tsx";
import { timed } from "@/lib/server/observe/timing.ts";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";

const SHARE = [String.raw`p(w \mid h) = \dfrac{\operatorname{count}(h\,w)}{\operatorname{count}(h)}`];

/** `GET /ngram`. */
export function ngram(c: Context<SiteEnv>): Response {
  const { pathname, search, searchParams } = shownAddress(c);
  const { query } = parseFields(NGRAM_FIELDS, searchParams);
  const props = {
    search,
    base: pathname,
    ...c.get("isForTab") ? { view: null, problem: null } : timed(c, "model", () => answerNgram(query)),
    corpora: corpusUrls,
  };
  return renderPage(
    c,
    {
      title: "N-grams",
      description:
        "Count a corpus, smooth the counts eight ways, watch the backoff, and measure what no corpus ever shows.",
    },
    <>
      <Island name="Ngram" props={props} />
      {isEmbed(pathname) ? null : <MathFormula parts={SHARE} />}
    </>,
  );
}
