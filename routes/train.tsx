import type { Context } from "hono";
import type { TrainStart } from "@/lib/labs/train/train_state.ts";
import { serverRun } from "@/lib/labs/train/run_record.ts";
import { parseTrainQuery } from "@/lib/labs/train/train_fields.ts";
import { isEmbed } from "@/lib/server/embed.ts";
import { type PageOptions, renderPage } from "@/lib/server/render_page.tsx";
import { timed } from "@/lib/server/observe/timing.ts";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { trainOnServer } from "@/lib/training/run/train_on_server.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { PageIntro } from "@/lib/ui/page/page_intro.tsx";

const OPTIONS: PageOptions = {
  title: "Train a network",
  description:
    "Train a small neural language model in your own tab, watch it learn, and get the same figures as PyTorch.",
};

/** `GET /train`: the training lab, with the run of the address where the server can make it at once. */
export async function train(c: Context<SiteEnv>): Promise<Response> {
  const url = shownAddress(c);
  const embed = isEmbed(url.pathname);
  const props = { ...await timed(c, "model", () => start(url.searchParams)), base: url.pathname };
  return renderPage(
    c,
    OPTIONS,
    <>
      {embed ? <h1 class="vh">{OPTIONS.title}</h1> : (
        <PageIntro title={OPTIONS.title}>
          Counts cannot share what they learn; embeddings can. Train a neural n-gram here and watch its loss
          fall to the floor that the text sets.
        </PageIntro>
      )}
      <Island name="Train" props={props} />
    </>,
  );
}

async function start(params: URLSearchParams): Promise<TrainStart> {
  const { query: settings, notices } = parseTrainQuery(params);
  const made = await trainOnServer(settings);
  const problem = made.kind === "failed" ? made.message : null;
  if (made.kind !== "finished") return { settings, notices, run: null, look: null, problem };
  const { progress, look, context } = made.run;
  return {
    settings,
    notices,
    run: serverRun(settings, made.run),
    look: { ...look, context, step: progress.step, logits: Array.from(look.logits) },
    problem,
  };
}
