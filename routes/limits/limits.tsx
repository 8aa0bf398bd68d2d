import type { Context } from "hono";
import { limitAnswer } from "./limit_answers.ts";
import { experimentNamed, EXPERIMENTS } from "@/lib/limits/experiments.ts";
import { percent } from "@/lib/limits/next_token.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";
import { BarChart } from "@/lib/ui/plot/bar_chart.tsx";
import { formatProbability } from "@/lib/ui/format.ts";

const SHOWN = [
  ["none", "no policy in sight"],
  ["stated", "the policy in the context"],
  ["negated", "“not refundable” in the context"],
  ["other", "a rule about another plan"],
] as const;

/** `GET /limits`: the experiments, and the first one's answer. */
export async function limits(c: Context<SiteEnv>): Promise<Response> {
  const answer = await limitAnswer(experimentNamed("refund"), new URLSearchParams());
  const figures = answer!.figures;
  return renderPage(
    c,
    {
      title: "Limits",
      description: "Experiments on what a language model does not do, each with its figures, run in the tab.",
    },
    <div class="limit">
      <AnswerSentence note="Each experiment runs in your tab, and names the model that ran.">
        A rule about monthly plans makes parcel-gpt say “annual plans are refundable” with{" "}
        {percent(figures["other"]!)}: probability is not evidence
      </AnswerSentence>
      <div class="limit-bars">
        <BarChart
          title="“refundable” after “The refund policy says annual plans are”"
          labelHead="What stands before"
          valueHead="Probability"
          max={1}
          format={formatProbability}
          bars={SHOWN.map(([key, label]) => ({
            key,
            label: <a href={`/limits/refund${key === "none" ? "" : `?policy=${key}`}`}>{label}</a>,
            value: figures[key]!,
          }))}
        />
      </div>
      <ol class="limit-list">
        {EXPERIMENTS.map(({ name, title, claim }) => (
          <li key={name}>
            <a href={`/limits/${name}`}>{title}</a>
            <p class="quiet">{claim}</p>
          </li>
        ))}
      </ol>
      <p class="acts">
        <a href="/learn/mistakes">Six mistakes, each with its fix</a>
        <a href="/teach">For teachers</a>
      </p>
    </div>,
  );
}
