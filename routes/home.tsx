import type { Context } from "hono";
import { experimentAddress } from "@/lib/experiment/address.ts";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_query.ts";
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
import { firstInsides } from "@/routes/first_insides.ts";
import { predictorAnswer } from "@/routes/predictor_answer.ts";

const OPTIONS: PageOptions = {
  title: "Predict the next token",
  description:
    "Type a text and read a language model's probability for every possible next token, over the whole vocabulary.",
};

/** `GET /`: the predictor, with the answer to the text that the address holds. */
export async function home(c: Context<SiteEnv>): Promise<Response> {
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
