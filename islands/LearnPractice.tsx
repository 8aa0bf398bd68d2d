import { CandidatesForm } from "./learn/candidates_form.tsx";
import { LargerModel } from "./learn/larger_model.tsx";
import { PracticeOutcome } from "./learn/practice_result.tsx";
import { type Practice, usePractice } from "./learn/use_practice.ts";
import type { LearnSources } from "./learn/figure_props.ts";
import { ModelRow } from "./models/model_row.tsx";
import { PRACTICE } from "@/lib/learn/course/practice.ts";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";

type LearnPracticeProps = LearnSources;

/** Texts of a fixed form: three tokens are written and ranked, then found in the real distribution. */
export default function LearnPractice(sources: LearnPracticeProps) {
  const practice = usePractice(sources);
  const { index, result, problem, outcome, hub } = practice;
  const stage = PRACTICE[index.value]!;
  return (
    <div class="step" data-stage={index.value + 1} data-state={result.value ? "revealed" : "guess"}>
      <AnswerSentence note="Write three tokens, the likeliest first; then see what a model gives them.">
        What comes next, where the form is fixed?
      </AnswerSentence>
      <pre class="study-text given">{stage.text}<span class="gap">▏</span></pre>
      <p>{stage.ask}</p>
      <CandidatesForm practice={practice} />
      <ModelRow choice={hub} />
      <LargerModel />
      <noscript>
        <p>
          Scoring needs a script. Without one, see the distribution in <a href="/">the predictor</a>.
        </p>
      </noscript>
      {problem.value && <p role="alert" class="field-error">{problem.value}</p>}
      {result.value && (
        <PracticeOutcome
          result={result.value}
          outcome={outcome}
          note={hub.hub === null ? stage.note : stage.smallNote}
        />
      )}
      <Texts practice={practice} />
    </div>
  );
}

/** The way to the next text, once this one was scored, and to any of them. */
function Texts({ practice: { index, result, open } }: { readonly practice: Practice }) {
  const next = PRACTICE[index.value + 1];
  return (
    <>
      {result.value && (
        <div class="acts">
          {next
            ? <button type="button" onClick={() => open(index.value + 1)}>Next: {next.title}</button>
            : <a class="button" href="/check">Ten questions: the mastery check</a>}
        </div>
      )}
      <div class="pills" role="group" aria-label="Texts">
        {PRACTICE.map(({ title }, at) => (
          <button
            key={title}
            type="button"
            class="pill"
            aria-pressed={at === index.value}
            onClick={() => open(at)}
          >
            {title}
          </button>
        ))}
      </div>
    </>
  );
}
