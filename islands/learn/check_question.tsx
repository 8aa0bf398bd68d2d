import type { ParsedCheck } from "@/lib/learn/check/check_query.ts";
import type { Question } from "@/lib/learn/check/question.ts";
import { AIMS } from "@/lib/learn/aims.ts";

interface CheckQuestionProps {
  readonly question: Question;
  /** From 0. */
  readonly index: number;
  readonly check: ParsedCheck;
  /** Whether the check was handed in. */
  readonly graded: boolean;
}

/** A question with its choices; once it was handed in, with what is to be said of them. */
export function CheckQuestion({ question, index, check, graded }: CheckQuestionProps) {
  const { type, aim, prompt, given, choices, answer } = question;
  const chosen = check.chosen[index] ?? null;
  const state = !graded ? undefined : chosen === answer ? "right" : "wrong";
  return (
    <fieldset class="check-question" data-type={type} data-aim={aim} data-answer={state}>
      <legend>
        <span class="check-number">{index + 1}</span> {prompt}
      </legend>
      {given.length > 0 && <pre class="given" tabIndex={-1}>{given.join("\n")}</pre>}
      {choices.map(({ text }, choice) => (
        <label
          key={text}
          class="check-choice"
          data-mark={graded ? markOf(check, choice, chosen, answer) : undefined}
        >
          <input
            type="radio"
            name={`q${index + 1}`}
            value={choice + 1}
            disabled={graded}
            checked={chosen === choice || undefined}
          />
          <span>{text}</span>
        </label>
      ))}
      {graded && <Outcome question={question} chosen={chosen} check={check} />}
      {!graded && !check.hide.includes("aims") && <p class="quiet small">About: {AIMS[aim].title}</p>}
    </fieldset>
  );
}

/** Which mark a choice gets; a link that hides the reasons does not give the right one away either. */
function markOf(
  { hide }: ParsedCheck,
  choice: number,
  chosen: number | null,
  answer: number,
): string | undefined {
  if (choice === answer && (chosen === answer || !hide.includes("reasons"))) return "right";
  return choice === chosen ? "wrong" : undefined;
}

interface OutcomeProps {
  readonly question: Question;
  readonly chosen: number | null;
  readonly check: ParsedCheck;
}

/** Whether the answer is right, the confusion that it is where it is not, why, and where to see it. */
function Outcome({ question: { choices, answer, open }, chosen, check: { hide } }: OutcomeProps) {
  const isRight = chosen === answer;
  const verdict = chosen === null ? "Not answered." : isRight ? "Right." : "Not right.";
  const reasons = !hide.includes("reasons");
  return (
    <div class="check-outcome">
      <p>
        <b>{verdict}</b> {reasons && !isRight && chosen !== null && choices[chosen]!.why}
      </p>
      {reasons && (
        <p>
          {isRight ? choices[answer]!.why : `Right is “${choices[answer]!.text}”. ${choices[answer]!.why}`}
        </p>
      )}
      {!hide.includes("links") && <a href={open.href}>{open.label}</a>}
    </div>
  );
}
