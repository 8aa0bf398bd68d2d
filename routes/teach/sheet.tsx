import type { Context } from "hono";
import { planFigures } from "./plan_figures.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { fillAnswer, PLANS } from "@/lib/teach/plans.ts";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";
import { Island } from "@/lib/ui/page/island.tsx";

/** `GET /teach/sheet`: the plans' questions on paper, and their answer key on a page of its own. */
export async function teachSheet(c: Context<SiteEnv>): Promise<Response> {
  const minutes = Number(new URL(c.req.url).searchParams.get("minutes") ?? 20);
  const plan = PLANS.find((each) => each.minutes === minutes) ?? PLANS[0]!;
  const figures = await planFigures();
  return renderPage(
    c,
    {
      title: "Guesses on paper",
      description: "The questions of a lesson with room for a guess and its reason, and the answer key.",
    },
    <div class="limit sheet">
      <AnswerSentence note="Write your guess first. Then see it.">{plan.title}</AnswerSentence>
      <p class="pills no-print">
        {PLANS.map((each) => (
          <a
            class="pill"
            key={each.minutes}
            href={`/teach/sheet?minutes=${each.minutes}`}
            aria-current={each === plan ? "page" : undefined}
          >
            {each.minutes} minutes
          </a>
        ))}
      </p>
      <ol class="sheet-questions">
        {plan.parts.map(({ title, ask }) => (
          <li key={title}>
            <p>{ask}</p>
            <p class="sheet-line">My guess:</p>
            <p class="sheet-line">Because:</p>
            <p class="sheet-line">It was:</p>
          </li>
        ))}
      </ol>
      <Island name="TeachQr" props={{}} />
      <section class="sheet-key">
        <h2>Answer key</h2>
        <ol>
          {plan.parts.map(({ title, answer }) => <li key={title}>{fillAnswer(answer, figures)}</li>)}
        </ol>
      </section>
      <p class="no-print">
        <a href="/teach">For teachers</a>
      </p>
    </div>,
  );
}
