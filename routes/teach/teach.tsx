import type { Context } from "hono";
import { planFigures } from "./plan_figures.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { findPage } from "@/lib/server/embed.ts";
import { labs } from "@/routes/labs.ts";
import { embedAddress, embedSnippet } from "@/lib/labs/share/embed_snippet.ts";
import { stepPath } from "@/lib/learn/course/steps.ts";
import { originOf } from "@/lib/server/origin.ts";
import {
  embedOf,
  type FigureName,
  fillAnswer,
  type Plan,
  type PlanPart,
  PLANS,
  planText,
} from "@/lib/teach/plans.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";

/** `GET /teach`: lesson plans, sheets, and what to take along. */
export async function teach(c: Context<SiteEnv>): Promise<Response> {
  const figures = await planFigures();
  const { publicOrigin } = c.var.site.config;
  const origin = originOf(c);
  return renderPage(
    c,
    {
      title: "For teachers",
      description:
        "Three lesson plans with minutes, links, questions and answers; sheets, dice, and a package for a course system.",
    },
    <div class="limit teach">
      <AnswerSentence note="Nothing to install, and no accounts. Choose a plan, change it as text, print its questions.">
        Three lessons on language models: 20, 45 and 90 minutes
      </AnswerSentence>
      <p class="pills no-print">
        {PLANS.map(({ minutes }) => (
          <a class="pill" key={minutes} href={`#plan-${minutes}`}>{minutes} minutes</a>
        ))}
        <a class="pill" href="/teach/sheet?of=course">The course's guesses on paper</a>
        <a class="pill" href="/teach/dice">Dice booklet</a>
        <a class="pill" href="/teach/questions">Two questions, before and after</a>
        <a class="pill" href="/check">A check with a link of your own</a>
        <a class="pill" href="#package">Into a course system</a>
      </p>
      {PLANS.map((plan) => <PlanView key={plan.minutes} {...{ plan, figures, origin }} />)}
      <section class="teach-package" id="package">
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
  readonly origin: string;
}

function PlanView({ plan, figures, origin }: PlanProps) {
  const { minutes, title, parts } = plan;
  return (
    <section class="plan" id={`plan-${minutes}`}>
      <h2>{minutes} minutes: {title}</h2>
      <ol>
        {parts.map((part) => (
          <li key={part.title}>
            <p>
              <b>{part.minutes} min</b> <a href={part.href}>{part.title}</a>
            </p>
            <p>Ask: {part.ask}</p>
            <details class="fold" open>
              <summary>Answer</summary>
              <p>{fillAnswer(part.answer, figures)}</p>
            </details>
            <GuessFrame part={part} origin={origin} />
            <Frame part={part} origin={origin} />
          </li>
        ))}
      </ol>
      <p class="acts no-print">
        <a href={`/teach/sheet?minutes=${minutes}`}>These questions on paper, with the answer key</a>
      </p>
      <details class="fold no-print">
        <summary>This plan as text, to change</summary>
        <textarea readOnly rows={12} aria-label={`The plan of ${minutes} minutes as text`}>
          {planText(plan, figures, origin)}
        </textarea>
      </details>
    </section>
  );
}

/** A part as a frame for the class, without what would give the answer away, and its code to copy. */
function Frame({ part, origin }: { readonly part: PlanPart; readonly origin: string }) {
  const embed = embedOf(part);
  if (embed === null) return null;
  const { path, query, hide } = embed;
  const { parts } = findPage(labs, path)!;
  const hidden = parts.filter(({ name }) => hide.includes(name)).map(({ label }) => label);
  const choice = { origin, page: path, query, theme: "light", hide, title: part.title, height: 480 } as const;
  return (
    <details class="fold no-print">
      <summary>For the class, with parts hidden</summary>
      <p>
        <a href={embedAddress({ ...choice, origin: "" })}>Open it</a> without:{" "}
        {hidden.join("; ")}. Or copy the frame into a page:
      </p>
      <Code label={`Code of the frame: ${part.title}`} value={embedSnippet(choice)} />
      <p class="quiet">
        To hide other parts, or with settings of your own:{" "}
        <a href={part.href}>{part.title}</a>, then “Share” and “Embed”.
      </p>
    </details>
  );
}

/** The course's step on the same thing as a frame: the class guesses in it before it shows the answer. */
function GuessFrame({ part: { step, title }, origin }: { readonly part: PlanPart; readonly origin: string }) {
  if (step === null) return null;
  const choice = {
    origin,
    page: stepPath({ name: step }),
    query: new URLSearchParams(),
    theme: "light",
    hide: [],
    title,
    height: 720,
  } as const;
  return (
    <details class="fold no-print">
      <summary>For the class, to guess first</summary>
      <p>
        <a href={embedAddress({ ...choice, origin: "" })}>Open it</a>: the answer shows when a guess was made.
        Or copy the frame into a page:
      </p>
      <Code label={`Code of the frame to guess in: ${title}`} value={embedSnippet(choice)} />
    </details>
  );
}

function Code({ label, value }: { readonly label: string; readonly value: string }) {
  return <textarea readOnly rows={4} aria-label={label}>{value}</textarea>;
}
