import type { Context } from "hono";
import { experimentAddress } from "@/lib/experiment/address.ts";
import { parsePredictorQuery } from "@/lib/experiment/predictor_fields.ts";
import { DEFAULT_QUERY } from "@/lib/experiment/predictor_query.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import { createPredictorLab, type PredictorStart } from "@/lib/labs/predictor/predictor_lab.ts";
import { catalogDescriptions } from "@/lib/models/catalog.ts";
import { countCorpus, serverCounts } from "@/lib/server/count_corpus.ts";
import { isEmbed } from "@/lib/server/embed.ts";
import { type PageOptions, renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { ExamplePrompts } from "@/lib/ui/example_prompts.tsx";
import { Island } from "@/lib/ui/island.tsx";
import { PageIntro } from "@/lib/ui/page_intro.tsx";

const OPTIONS: PageOptions = {
  title: "Predict the next token",
  description:
    "Type a text and read a language model's probability for every possible next token, over the whole vocabulary.",
};

/** `GET /`: the predictor, with the answer to the text that the address holds. */
export async function home(c: Context<SiteEnv>): Promise<Response> {
  const url = new URL(c.req.url);
  const props = {
    ...await answer(url.searchParams),
    base: url.pathname,
    modelHost: c.var.site.config.modelHost,
    corpus: countCorpus,
  };
  return renderPage(
    c,
    OPTIONS,
    <>
      {isEmbed(url.pathname) ? <h1 class="vh">{OPTIONS.title}</h1> : (
        <PageIntro title={OPTIONS.title}>
          Type a text and read the probability of every token that could come next.
        </PageIntro>
      )}
      <Island name="Predictor" props={props} />
      {!isEmbed(url.pathname) && <ExamplePrompts href={promptHref} />}
    </>,
  );
}

function promptHref(text: string): string {
  return experimentAddress("/", { ...DEFAULT_QUERY, text }).address;
}

/** Computes the answer with the lab itself, so that the tab's first answer is the same. */
async function answer(params: URLSearchParams): Promise<PredictorStart> {
  const { query, notices } = parsePredictorQuery(params);
  const lab = createPredictorLab({ query, notices, snapshot: null }, SERVER_PORTS);
  await lab.open(null, true);
  const { query: answered, notices: all } = lab.state;
  return { query: answered.value, notices: all.value, snapshot: lab.snapshot() };
}

const nowhere = () => {};
const refuse = () => Promise.reject(new Error("A server loads no models"));

/** The server has counts, and neither an address bar nor a store. */
const SERVER_PORTS: PredictorPorts = {
  provider: {
    catalog: catalogDescriptions(false),
    describe: refuse,
    load: refuse,
    storage: refuse,
    clearStorage: refuse,
  },
  counts: () => Promise.resolve(serverCounts()),
  address: { base: "/", replace: nowhere, push: nowhere, back: nowhere },
  storage: { get: () => null, set: nowhere, remove: nowhere },
  clock: { now: () => performance.now(), wait: () => Promise.resolve() },
  phaseTime: 0,
};
