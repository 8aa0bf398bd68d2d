import type { Context } from "hono";
import { asRun } from "@/lib/labs/query/as_run.ts";
import type { TrainStart } from "@/lib/labs/train/train_state.ts";
import { serverRun, untrainedRun } from "@/lib/labs/train/run_record.ts";
import { parseTrainQuery, TRAIN_FIELDS } from "@/lib/labs/train/train_fields.ts";
import { type PageOptions, renderPage } from "@/lib/server/render_page.tsx";
import { timed } from "@/lib/server/observe/timing.ts";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { trainOnServer, untrainedOnServer } from "@/lib/training/run/train_on_server.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { switchField } from "@/lib/experiment/fields/field.ts";
import { trainPreview } from "@/routes/preview/train.tsx";
import type { Cost } from "@/lib/server/threads/cost.ts";
import { lab } from "@/routes/page_route.ts";

const OPTIONS: PageOptions = {
  title: "Train a network",
  description:
    "Train a small neural language model in your own tab, watch it learn, and get the same figures as PyTorch.",
};

/** `GET /train`: the training lab before its first step; with a query, with the run that the server can make at once. */
async function train(c: Context<SiteEnv>): Promise<Response> {
  const url = shownAddress(c);
  const props = {
    ...await timed(c, "model", () => start(url.searchParams, c.get("isForTab"))),
    base: url.pathname,
  };
  return renderPage(c, OPTIONS, <Island name="Train" props={props} />);
}

async function start(params: URLSearchParams, isForTab = false): Promise<TrainStart> {
  const { query: settings, drafts = {}, notices } = parseTrainQuery(params);
  const opened = { settings, drafts, notices, run: null, look: null, problem: null };
  const isFinished = asRun(params).get("run") === "1";
  if (isForTab) return { ...opened, runsHere: isFinished };
  if (!isFinished) {
    const made = await untrainedOnServer(settings);
    if (made === null) return opened;
    const look = { ...made.look, context: made.context, step: 0, logits: Array.from(made.look.logits) };
    return { ...opened, run: untrainedRun(settings, made.facts), look };
  }
  const made = await trainOnServer(settings);
  const problem = made.kind === "failed" ? made.message : null;
  if (made.kind !== "finished") return { ...opened, problem, runsHere: made.kind === "too_large" };
  const { progress, look, context } = made.run;
  return {
    ...opened,
    run: serverRun(settings, made.run),
    look: { ...look, context, step: progress.step, logits: Array.from(look.logits) },
    problem,
  };
}

function trainCost(params: URLSearchParams): Cost {
  const { length } = params.get("corpus") ?? "";
  return { milliseconds: 30 + length * (params.get("tokens") === "bpe" ? 0.02 : 0.01), advice: "the corpus" };
}

/** The page /train. */
export const trainLab = lab({
  path: "/train",
  title: "Train",
  group: "train",
  fields: { ...TRAIN_FIELDS, run: switchField(false) },
  handler: train,
  card: trainPreview,
  cost: trainCost,
  tabComputes: true,
  warm: [""],
  parts: [
    { name: "run", label: "Train, Step and their state", mark: "run" },
    { name: "loss", label: "Loss", mark: "loss" },
    { name: "next", label: "Next token", mark: "distribution" },
    { name: "details", label: "Map, network, comparison, runs, writing", mark: "more" },
    { name: "settings", label: "Settings", mark: "settings", side: true },
    { name: "take", label: "Weights and script", mark: "take", side: true },
  ],
});
