import type { Context } from "hono";
import { limitAnswer } from "./limit_answers.ts";
import { statSync } from "node:fs";
import type { LimitExperiment } from "@/lib/limits/limit_experiment.ts";
import { staticUrl } from "@/lib/server/assets/static_url.ts";
import { countCorpus } from "@/lib/server/count_corpus.ts";
import { readCheckResults } from "@/lib/server/models/card.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { timed } from "@/lib/server/observe/timing.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { ROOT } from "@/lib/server/root.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";

const READ = "corpora/everyday_read.txt.gz";
const read = { url: staticUrl(READ), bytes: statSync(`${ROOT}/static/${READ}`).size };

/** `GET /limits/NAME`: one experiment, with its answer where the server computes it. */
export function limit(experiment: LimitExperiment): (c: Context<SiteEnv>) => Promise<Response> {
  const { name, title, claim } = experiment;
  return async (c) => {
    const { search, searchParams } = new URL(c.req.url);
    const answer = await timed(c, "model", () => limitAnswer(experiment, searchParams));
    const props = {
      name,
      search,
      answer,
      read,
      corpus: countCorpus,
      shipped: shippedModels(),
      modelHost: c.var.site.config.modelHost,
    };
    return renderPage(
      c,
      { title, description: `${claim}. An experiment that runs in the tab.` },
      <>
        <Island name="Limit" props={props} />
        <Measured name={name} />
        <p class="acts">
          {experiment.next.map(([href, label]) => <a key={href} href={href}>{label}</a>)}
          <a href="/limits">All experiments</a>
        </p>
      </>,
    );
  };
}

/** What `deno task models:check` measured of the same, with the shipped files. */
function Measured({ name }: { readonly name: string }) {
  const { subtraction: { held_out: held, in_text: seen, bigram, trigram }, policy } = readCheckResults(
    "parcel-gpt",
  );
  switch (name) {
    case "subtraction":
      return (
        <p class="quiet" data-exact={held.exact} data-pairs={held.pairs}>
          Measured before, by <code>deno task models:check</code>: {held.exact} of {held.pairs}{" "}
          pairs held out are exact, and {seen.exact} of {seen.pairs} of those in the text that were asked.
          {bigram && trigram && (
            <>
              {" "}On the pairs held out, counts of the same text: a bigram model{" "}
              {bigram.exact}, a trigram model {trigram.exact} of {bigram.pairs}.
            </>
          )}
        </p>
      );
    case "refund":
      return (
        <p class="quiet" data-obeyed={policy.obeyed} data-cases={policy.cases}>
          Measured before, by{" "}
          <code>deno task models:check</code>: in texts of its own kind, a policy stated in the context beats
          the usual one in {policy.obeyed} of {policy.cases} cases.
        </p>
      );
    case "temperature-0":
      return (
        <p class="quiet">
          Searched before, by{" "}
          <code>deno run -A models/check/near_ties.ts 96000 9800</code>: in 96,000 places of everyday text and
          after 9,800 sentences made to end in two words that are nearly as likely, parcel-gpt's first two
          tokens were never closer than 0.000006, and no backend chose another first token.
        </p>
      );
    default:
      return null;
  }
}
