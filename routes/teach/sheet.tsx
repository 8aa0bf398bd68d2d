import type { Context } from "hono";
import { CourseGuesses, courseKey } from "./course_sheet.tsx";
import { planFigures } from "./plan_figures.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { STEPS } from "@/lib/learn/course/steps.ts";
import { fillAnswer, type Plan, PLANS } from "@/lib/teach/plans.ts";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";
import { Island } from "@/lib/ui/page/island.tsx";

/** `GET /teach/sheet`: the questions of a plan or of the course on paper, and their answer key on a page of its own. */
export async function teachSheet(c: Context<SiteEnv>): Promise<Response> {
  const { searchParams } = new URL(c.req.url);
  const minutes = Number(searchParams.get("minutes") ?? 20);
  const plan = searchParams.get("of") === "course"
    ? null
    : PLANS.find((each) => each.minutes === minutes) ?? PLANS[0]!;
  const figures = await planFigures();
  const key = plan === null ? await courseKey() : plan.parts.map(({ answer }) => fillAnswer(answer, figures));
  return renderPage(
    c,
    {
      title: "Guesses on paper",
      description: "The questions of a lesson with room for a guess and its reason, and the answer key.",
    },
    <div class="limit sheet">
      <AnswerSentence note="Write your guess first. Then see it.">
        {plan?.title ?? `The course on paper: ${STEPS.length} guesses`}
      </AnswerSentence>
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
        <a class="pill" href="/teach/sheet?of=course" aria-current={plan === null ? "page" : undefined}>
          The whole course
        </a>
      </p>
      <p class="no-print quiet">
        Print this page: the questions come first, the answer key on a sheet of its own.
      </p>
      {plan === null ? <CourseGuesses /> : <PlanQuestions plan={plan} />}
      <Island name="TeachQr" props={{}} />
      <section class="sheet-key">
        <h2>Answer key</h2>
        <ol>
          {key.map((answer, index) => <li key={index}>{answer}</li>)}
        </ol>
      </section>
      <p class="no-print">
        <a href="/teach">For teachers</a>
      </p>
    </div>,
  );
}

function PlanQuestions({ plan: { parts } }: { readonly plan: Plan }) {
  return (
    <ol class="sheet-questions">
      {parts.map(({ title, ask }) => (
        <li key={title}>
          <p>{ask}</p>
          <p class="sheet-line">My guess:</p>
          <p class="sheet-line">Because:</p>
          <p class="sheet-line">It was:</p>
        </li>
      ))}
    </ol>
  );
}
