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
import { INTRO } from "@/lib/experiment/embed_parts.ts";
import { ngramPreview } from "@/routes/preview/ngram.tsx";
import type { Cost } from "@/lib/server/threads/cost.ts";
import { lab } from "@/routes/page_route.ts";

const SHARE = [String.raw`p(w \mid h) = \dfrac{\operatorname{count}(h\,w)}{\operatorname{count}(h)}`];

/** `GET /ngram`. */
function ngram(c: Context<SiteEnv>): Response {
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

/** Characters of the corpora that come with the site, those that are large. */
const EVERYDAY = 120_000;

function ngramCost(params: URLSearchParams): Cost {
  const text = params.get("text") ?? "";
  const length = text === "" && params.get("corpus") === "everyday" ? EVERYDAY : text.length + 2000;
  const isBpe = params.get("unit") === "bpe";
  return { milliseconds: 10 + length * (isBpe ? 0.005 : 0.002), advice: "the corpus" };
}

/** The page /ngram. */
export const ngramLab = lab({
  path: "/ngram",
  title: "N-grams",
  group: "calculate",
  fields: NGRAM_FIELDS,
  handler: ngram,
  card: ngramPreview,
  cost: ngramCost,
  tabComputes: true,
  warm: [""],
  parts: [
    INTRO,
    { name: "corpus", label: "Corpus and context", mark: "text" },
    { name: "unseen", label: "Unseen events", mark: "run" },
    { name: "generated", label: "Generated text", mark: "generated" },
    { name: "details", label: "Matrix, sparsity, perplexity", mark: "more" },
    { name: "smoothing", label: "Smoothing", mark: "sampler", side: true },
    { name: "tokens", label: "Tokens", mark: "model", side: true },
    { name: "held_out", label: "Held out and drawn", mark: "cost", side: true },
  ],
});
