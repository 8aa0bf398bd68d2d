import type { Context } from "hono";
import { experimentAddress } from "@/lib/experiment/address.ts";
import { countCorpus } from "@/lib/server/count_corpus.ts";
import { isEmbed } from "@/lib/server/embed.ts";
import { type PageOptions, renderPage } from "@/lib/server/render_page.tsx";
import { heldModels } from "@/lib/server/models/held_models.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { timed } from "@/lib/server/observe/timing.ts";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { ExamplePrompts } from "@/lib/ui/predictor/example_prompts.tsx";
import { Island } from "@/lib/ui/page/island.tsx";
import { SentInsides } from "@/islands/predictor/inside/sent_insides.tsx";
import { SENT_PARTS } from "@/islands/predictor/inside/sent_parts.ts";
import { firstInsides } from "@/routes/first_insides.ts";
import { predictorAnswer } from "@/routes/predictor_answer.ts";
import { DEFAULT_QUERY, PREDICTOR_FIELDS } from "@/lib/experiment/fields/predictor_fields.ts";
import { SEED, STAGE_PARTS } from "@/lib/experiment/embed_parts.ts";
import { predictorPreview } from "@/routes/preview/predictor.tsx";
import { lab } from "@/routes/page_route.ts";
import { predictorCost } from "@/routes/threads/predictor_cost.ts";

SENT_PARTS.SentInsides = SentInsides;

const OPTIONS: PageOptions = {
  title: "Predict the next token",
  description:
    "Type a text and read a language model's probability for every possible next token, over the whole vocabulary.",
};

/** `GET /`: the predictor, with the answer to the text that the address holds. */
async function home(c: Context<SiteEnv>): Promise<Response> {
  const url = shownAddress(c);
  const answer = await timed(c, "model", () => predictorAnswer(url.searchParams, c.get("isForTab")));
  if (answer.snapshot === null) c.set("isForTab", true);
  const props = {
    ...answer,
    base: url.pathname,
    modelHost: c.var.site.config.modelHost,
    held: heldModels(c.var.site.config.modelMirror),
    corpus: countCorpus,
    shipped: shippedModels(),
    insides: await firstInsides(answer.query),
  };
  return renderPage(
    c,
    OPTIONS,
    <>
      <Island name="Predictor" props={props} />
      {!isEmbed(url.pathname) && <ExamplePrompts href={promptHref} />}
    </>,
  );
}

function promptHref(text: string): string {
  return experimentAddress("/", { ...DEFAULT_QUERY, text }).address;
}

/** The page /. */
export const predictorLab = lab({
  path: "/",
  title: "Predict",
  group: "predict",
  fields: PREDICTOR_FIELDS,
  handler: home,
  card: predictorPreview,
  cost: predictorCost,
  tabComputes: true,
  warm: ["", "?text=a", "?text=a&model=counts"],
  parts: [
    { name: "text", label: "Text", mark: "text" },
    { name: "model", label: "Model", mark: "model", side: true },
    { name: "sampler", label: "The whole sampler", mark: "sampler", side: true },
    ...STAGE_PARTS,
    { name: "pick", label: "Greedy or sample", mark: "pick" },
    SEED,
    { name: "copy", label: "Copy menu", mark: "copy" },
    { name: "run", label: "Step and Run", mark: "run" },
    { name: "generated", label: "Generated tokens", mark: "generated" },
    { name: "cost", label: "Cost", mark: "cost" },
    { name: "insides", label: "Inside the model", mark: "more" },
  ],
});
