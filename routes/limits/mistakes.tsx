import type { Context } from "hono";
import { limitAnswer } from "./limit_answers.ts";
import { experimentNamed } from "@/lib/limits/experiments.ts";
import { MISTAKES } from "@/lib/limits/mistakes.ts";
import { percent } from "@/lib/limits/next_token.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";

/** `GET /learn/mistakes`: six mistakes, each with what shows it and what mends it. */
export async function mistakes(c: Context<SiteEnv>): Promise<Response> {
  const { figures } = (await limitAnswer(experimentNamed("refund"), new URLSearchParams()))!;
  return renderPage(
    c,
    {
      title: "Six mistakes",
      description: "Six common mistakes with language models as experiments: see the symptom, apply the fix.",
    },
    <div class="limit">
      <AnswerSentence note="Each opens an experiment: first the symptom, then the fix.">
        Six mistakes. The third one in figures: {percent(figures["none"]!)} from the prior,{" "}
        {percent(figures["stated"]!)} with the policy in the context
      </AnswerSentence>
      <ol class="limit-list mistakes">
        {MISTAKES.map(({ title, symptom, symptomHref, fix, fixHref, why }) => (
          <li key={title}>
            <h2>{title}</h2>
            <p>{why}</p>
            <p class="acts">
              <a href={symptomHref}>{symptom}</a>
              <a class="button" href={fixHref}>{fix}</a>
            </p>
          </li>
        ))}
      </ol>
      <p class="acts">
        <a href="/limits">All experiments on limits</a>
        <a href="/check">The mastery check</a>
      </p>
    </div>,
  );
}
