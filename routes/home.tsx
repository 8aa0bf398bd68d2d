import type { Context } from "hono";
import { experimentAddress } from "@/lib/experiment/address.ts";
import { parsePredictorQuery } from "@/lib/experiment/predictor_fields.ts";
import type { Notice } from "@/lib/experiment/codec.ts";
import { DEFAULT_QUERY, type PredictorQuery } from "@/lib/experiment/predictor_query.ts";
import { embeddedName } from "@/lib/labs/predictor/model_choice.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import { createPredictorLab, type PredictorStart } from "@/lib/labs/predictor/predictor_lab.ts";
import { catalogDescriptions } from "@/lib/models/catalog.ts";
import { countCorpus, serverCounts } from "@/lib/server/count_corpus.ts";
import { isEmbed } from "@/lib/server/embed.ts";
import { type PageOptions, renderPage } from "@/lib/server/render_page.tsx";
import { serverModel, shippedModel } from "@/lib/server/shipped_models.ts";
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
    parcelGpt: shippedModel("parcel-gpt"),
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

/** The most tokens that the server reads for a page; the tab reads as many as the model takes. */
const SERVER_TOKENS = 128;

/** Computes the answer with the lab itself, so that the tab's first answer is the same. */
async function answer(params: URLSearchParams): Promise<PredictorStart> {
  const { query, notices } = parsePredictorQuery(params);
  const shortened = await withinServerLimit(query);
  const lab = createPredictorLab({ query: shortened, notices, snapshot: null }, SERVER_PORTS);
  await lab.open(null, true);
  const { query: answered, notices: all } = lab.state;
  const snapshot = lab.snapshot();
  if (shortened === query) return { query: answered.value, notices: all.value, snapshot };
  return { query, notices: [...all.value, SHORTENED], snapshot };
}

const SHORTENED: Notice = {
  name: "text",
  value: "",
  reason:
    `The text has more than ${SERVER_TOKENS} tokens: the page as sent answers for the last ${SERVER_TOKENS}, your tab for all of them.`,
};

/** The query with its text's end only, where a Transformer would have to read more than a page is worth. */
async function withinServerLimit(query: PredictorQuery): Promise<PredictorQuery> {
  const name = embeddedName(query);
  if (name === "counts") return query;
  const tokens = (await serverModel(name).encode(query.text)).length + 1 + query.path.length;
  if (tokens <= SERVER_TOKENS) return query;
  const context_limit = Math.min(query.context_limit ?? SERVER_TOKENS, SERVER_TOKENS);
  return {
    ...query,
    path: query.path.slice(0, SERVER_TOKENS),
    context_limit,
    context_policy: "truncate_start",
  };
}

const nowhere = () => {};
const refuse = () => Promise.reject(new Error("A server loads no models"));

/** The server has the site's own models, and neither an address bar nor a store. */
const SERVER_PORTS: PredictorPorts = {
  provider: {
    catalog: catalogDescriptions(false),
    describe: refuse,
    load: refuse,
    storage: refuse,
    clearStorage: refuse,
  },
  embedded: (name) => Promise.resolve(name === "counts" ? serverCounts() : serverModel(name)),
  address: { base: "/", replace: nowhere, push: nowhere, back: nowhere, reload: nowhere },
  storage: { get: () => null, set: nowhere, remove: nowhere },
  clock: { now: () => performance.now(), wait: () => Promise.resolve() },
  phaseTime: 0,
};
