import type { Context } from "hono";
import { planFigures } from "./plan_figures.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { embedOf, type FigureName, fillAnswer, type Plan, PLANS } from "@/lib/teach/plans.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";

/** `GET /teach`: lesson plans, sheets, and what to take along. */
export async function teach(c: Context<SiteEnv>): Promise<Response> {
  const figures = await planFigures();
  const { publicOrigin } = c.var.site.config;
  return renderPage(
    c,
    {
      title: "For teachers",
      description:
        "Three lesson plans with minutes, links, questions and answers; sheets, dice, and a package for a course system.",
    },
    <div class="limit teach">
      <AnswerSentence note="Nothing to install, and no accounts. Each plan prints as it stands.">
        Three lessons on language models: 20, 45 and 90 minutes
      </AnswerSentence>
      <p class="pills">
        {PLANS.map(({ minutes }) => (
          <a class="pill" key={minutes} href={`#plan-${minutes}`}>{minutes} minutes</a>
        ))}
        <a class="pill" href="/teach/sheet">Guesses on paper</a>
        <a class="pill" href="/teach/dice">Dice booklet</a>
        <a class="pill" href="/teach/questions">Two questions, before and after</a>
      </p>
      {PLANS.map((plan) => <PlanView key={plan.minutes} plan={plan} figures={figures} />)}
      <section class="teach-package">
        <h2>Into a course system</h2>
        {publicOrigin === null
          ? (
            <p>
              A SCORM package takes an address that learners reach: whoever runs this site sets{" "}
              <code>PUBLIC_ORIGIN</code>. Embeds work without: “Share”, then “Embed”, on each lab.
            </p>
          )
          : <Island name="TeachPackage" props={{ origin: publicOrigin }} />}
      </section>
      <section>
        <h2>Data protection, to copy</h2>
        <blockquote class="prose">
          {publicOrigin ?? "This site"}{" "}
          is used without accounts, cookies, analytics or advertising; what learners type is computed in their
          browser and is not sent. Opening a page or a frame transmits the learner's IP address to the server
          that hosts it, which is not written down by the site itself.
        </blockquote>
        <p class="quiet">
          A form that is sent without JavaScript, the API and stored experiments do send what was typed:{" "}
          <a href="/privacy">what is sent where</a>.
        </p>
      </section>
    </div>,
  );
}

interface PlanProps {
  readonly plan: Plan;
  readonly figures: Readonly<Record<FigureName, string>>;
}

function PlanView({ plan: { minutes, title, parts }, figures }: PlanProps) {
  return (
    <section class="plan" id={`plan-${minutes}`}>
      <h2>{minutes} minutes: {title}</h2>
      <ol>
        {parts.map((part) => {
          const embed = embedOf(part);
          return (
            <li key={part.title}>
              <p>
                <b>{part.minutes} min</b> <a href={part.href}>{part.title}</a>
                {embed && (
                  <span class="quiet small teach-embed">
                    or <a href={embed}>without {part.hide.replaceAll(",", ", ")}</a>
                  </span>
                )}
              </p>
              <p>Ask: {part.ask}</p>
              <details class="fold" open>
                <summary>Answer</summary>
                <p>{fillAnswer(part.answer, figures)}</p>
              </details>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
