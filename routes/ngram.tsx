import type { Context } from "hono";
import { parseFields } from "@/lib/experiment/codec.ts";
import {
  isShipped,
  NGRAM_FIELDS,
  type NgramQuery,
  type ShippedCorpus,
} from "@/lib/experiment/fields/ngram_fields.ts";
import type { NgramUnit } from "@/lib/lm/ngram/corpus.ts";
import { isEmbed } from "@/lib/server/embed.ts";
import { answerNgram, corpusUrls, type NgramAnswer } from "@/lib/server/ngram_answer.ts";
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
    ...c.get("isForTab") ? { view: null, problem: null } : timed(c, "model", () => answer(query)),
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

function answer(query: NgramQuery): NgramAnswer {
  return answerNgram(query, isMeasured(query.unit, lengthOf(query.corpus, query.text)));
}

/** Characters of the corpora that come with the site, more or less. */
const SHIPPED: Readonly<Record<ShippedCorpus, number>> = {
  messages: 200,
  parcel_messages: 26_000,
  parcel_world: 400_000,
  everyday: 600_000,
};

/** Milliseconds for each character of a corpus: to count it and answer, and to measure what was held out. */
const COUNTING: Readonly<Record<NgramUnit, number>> = { words: 0.0008, bpe: 0.0017 };
const MEASURING: Readonly<Record<NgramUnit, number>> = { words: 0.0012, bpe: 0.0035 };

/** The longest corpus that is measured here in learned pairs: of a longer one the tab does it, which the page is sent without. */
const MEASURED_PAIRS = 100_000;

function lengthOf(corpus: string, text: string): number {
  if (text !== "") return text.length;
  return isShipped(corpus) ? SHIPPED[corpus] : corpus.length;
}

function isMeasured(unit: NgramUnit, length: number): boolean {
  return unit === "words" || length <= MEASURED_PAIRS;
}

function ngramCost(params: URLSearchParams): Cost {
  const length = lengthOf(params.getAll("corpus").join("\n"), params.get("text") ?? "");
  const unit = params.get("unit") === "bpe" ? "bpe" : "words";
  const each = COUNTING[unit] + (isMeasured(unit, length) ? MEASURING[unit] : 0);
  return { milliseconds: 15 + length * each, advice: "the corpus" };
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
