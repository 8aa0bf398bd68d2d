import { useEffect } from "preact/hooks";
import { AimRings } from "./learn/aim_rings.tsx";
import { CheckQuestion } from "./learn/check_question.tsx";
import { keepProgress, readProgress } from "./learn/kept_progress.ts";
import { TeacherLink } from "./learn/teacher_link.tsx";
import type { AimName } from "@/lib/learn/aims.ts";
import { checkAddress, parseCheck, type ParsedCheck } from "@/lib/learn/check/check_query.ts";
import { type Grade, gradeCheck } from "@/lib/learn/check/grade_check.ts";
import { makeCheck } from "@/lib/learn/check/make_check.ts";
import type { Question } from "@/lib/learn/check/question.ts";
import { withAims } from "@/lib/learn/progress.ts";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";

interface CheckProps {
  /** The query of the address. */
  readonly search: string;
  /** Whether it stands in another site's frame: then nothing leads out of it. */
  readonly embed?: boolean;
}

/** What is left out of a frame. */
const FRAMED = ["links", "aims", "again"] as const;

/** The mastery check: a plain form, and its result, both from the address alone. */
export default function Check({ search, embed = false }: CheckProps) {
  const asked = parseCheck(new URLSearchParams(search));
  const check = embed ? { ...asked, hide: [...asked.hide, ...FRAMED] } : asked;
  const questions = makeCheck(check.seed);
  const isGraded = check.chosen.some((choice) => choice !== null);
  return (
    <>
      <Notices items={check.notices} />
      {isGraded
        ? <Result check={check} questions={questions} />
        : <Form check={check} questions={questions} embed={embed} />}
      {check.hide.length === 0 && <TeacherLink seed={check.seed} />}
    </>
  );
}

interface PartProps {
  readonly check: ParsedCheck;
  readonly questions: readonly Question[];
}

function Form({ check, questions, embed }: PartProps & { readonly embed: boolean }) {
  const { seed, hide } = check;
  return (
    <>
      <AnswerSentence note="More than three in four right passes. Your answers stand in the page’s address; what was right is kept in this browser.">
        Ten questions about what a language model does
      </AnswerSentence>
      <form class="check" action={embed ? "/embed/check" : "/check"} method="get" aria-label="Mastery check">
        <input type="hidden" name="seed" value={seed} />
        {hide.length > 0 && !embed && <input type="hidden" name="hide" value={hide.join(",")} />}
        {questions.map((question, index) => (
          <CheckQuestion key={index} question={question} index={index} check={check} graded={false} />
        ))}
        <div class="acts">
          <button type="submit" class="primary">See the result</button>
          {!hide.includes("again") && <a href={checkAddress({ seed: seed + 1 })}>Ten other questions</a>}
        </div>
      </form>
    </>
  );
}

function Result({ check, questions }: PartProps) {
  const grade = gradeCheck(questions, check.chosen);
  const asked = new Map(questions.map(({ aim }, index) => [aim, grade.answers[index] === true]));
  useEffect(() => keepRight(asked), []);
  return (
    <div
      class="check"
      data-score={grade.score}
      data-questions={questions.length}
      data-passed={`${grade.passed}`}
    >
      <AnswerSentence note={noteOf(grade)}>
        {grade.score} of {questions.length} right: {grade.passed ? "passed" : "not passed yet"}
      </AnswerSentence>
      {!check.hide.includes("aims") && <AimRings asked={asked} />}
      {!check.hide.includes("again") && <Again check={check} />}
      {questions.map((question, index) => (
        <CheckQuestion key={index} question={question} index={index} check={check} graded />
      ))}
      {!check.hide.includes("again") && <Again check={check} />}
    </div>
  );
}

function keepRight(asked: ReadonlyMap<AimName, boolean>): void {
  readProgress();
  keepProgress((before) => withAims(before, [...asked].filter(([, right]) => right).map(([aim]) => aim)));
}

function noteOf({ answers, passed }: Grade): string {
  const missing = answers.filter((answer) => answer === null).length;
  const unanswered = missing > 0 ? ` ${missing} not answered.` : "";
  return (passed ? "More than three in four." : "It takes more than three in four: 8 of 10.") + unanswered +
    " Below stands why, question by question.";
}

function Again({ check: { seed, hide } }: { readonly check: ParsedCheck }) {
  return (
    <p class="acts">
      <a class="button" href={checkAddress({ seed: seed + 1, hide })}>Ten other questions</a>
      <a href={checkAddress({ seed, hide })}>These again</a>
    </p>
  );
}
