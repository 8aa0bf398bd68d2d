import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { LearnSources } from "./learn/figure_props.ts";
import { keepProgress, progress, readProgress } from "./learn/kept_progress.ts";
import { isComplete, outcomeOf } from "./learn/outcome.ts";
import { StepFigure } from "./learn/step_figure.tsx";
import { StepNav } from "./learn/step_nav.tsx";
import { listenToFrame, tellFrame } from "./learn/tell_frame.ts";
import { REFERENCES } from "@/lib/learn/course/references.ts";
import { replyTo } from "@/lib/learn/course/reply_to.ts";
import type { Step, StepFacts } from "@/lib/learn/course/step.ts";
import { FRAMED_COURSE, stepAddress, type StepPlace } from "@/lib/learn/course/step_address.ts";
import { STEPS } from "@/lib/learn/course/steps.ts";
import { withStep } from "@/lib/learn/progress.ts";

interface LearnStepProps extends LearnSources {
  /** Name of the step. */
  readonly name: string;
  readonly facts: StepFacts;
  /** Default the site itself. */
  readonly place?: StepPlace;
}

/** A step of the course: three sentences, a question, a guess, and the instrument that answers. */
export default function LearnStep({ name, facts, place = "site", ...sources }: LearnStepProps) {
  const index = STEPS.findIndex((each) => each.name === name);
  const step = STEPS[index]!;
  const guess = useSignal(step.guess.kind === "bar" ? `${step.guess.start}` : "");
  const revealed = useSignal(false);
  const outcome = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const takeUp = () => {
      restore(step, guess, revealed);
      tellFrame(place, name);
    };
    readProgress();
    takeUp();
    return listenToFrame(place, takeUp);
  }, []);
  const reveal = (committed: string) => {
    guess.value = committed;
    revealed.value = true;
    keepProgress((before) => withStep(before, name, committed));
    tellFrame(place, name);
    requestAnimationFrame(() => outcome.current?.focus());
  };
  const reply = revealed.value ? replyTo(step, facts, guess.value) : null;
  return (
    <article class="step" data-step={name} data-state={revealed.value ? "revealed" : "guess"}>
      <p class="quiet small">
        {place !== "alone" && `Step ${index + 1} of ${STEPS.length} · `}about 2 minutes
      </p>
      <p class="step-lead">{step.sentences.join(" ")}</p>
      <h1>{step.question}</h1>
      {revealed.value
        ? <p class="step-outcome" ref={outcome} tabIndex={-1}>{outcomeOf(step, facts, guess.value)}</p>
        : <p class="quiet">{step.hint}</p>}
      {reply !== null && <p class="step-reply">{reply}</p>}
      <div class="step-figure">
        <StepFigure
          step={step}
          facts={facts}
          guess={guess.value}
          revealed={revealed.value}
          onGuess={(next) => guess.value = next}
          sources={sources}
        />
      </div>
      {revealed.value
        ? <After {...{ step, index, place }} again={() => startAgain(step, guess, revealed)} />
        : <Commit step={step} guess={guess} reveal={reveal} />}
      {place !== "alone" && <StepNav name={name} place={place} />}
    </article>
  );
}

/** A step that was done in this browser stands as it was left, the guess on it. */
function restore({ name }: Step, guess: Signal<string>, revealed: Signal<boolean>): void {
  const kept = progress.value.steps[name];
  if (kept === undefined) return;
  guess.value = kept;
  revealed.value = true;
}

function startAgain({ guess: spec }: Step, guess: Signal<string>, revealed: Signal<boolean>): void {
  guess.value = spec.kind === "bar" ? `${spec.start}` : "";
  revealed.value = false;
}

interface CommitProps {
  readonly step: Step;
  readonly guess: Signal<string>;
  readonly reveal: (guess: string) => void;
}

function Commit({ step, guess, reveal }: CommitProps) {
  const complete = isComplete(step, guess.value);
  return (
    <>
      <div class="acts needs-js">
        <button type="button" class="primary" disabled={!complete} onClick={() => reveal(guess.value)}>
          That is my guess: show it
        </button>
        <button type="button" onClick={() => reveal("")}>I do not know yet</button>
        <span class="quiet">your guess stays on the figure</span>
      </div>
      <noscript>
        <p>
          Guessing needs a script. Without one, see the answer in{" "}
          <a href={step.open.href}>{step.open.label}</a>.
        </p>
      </noscript>
    </>
  );
}

interface AfterProps {
  readonly step: Step;
  readonly index: number;
  readonly place: StepPlace;
  readonly again: () => void;
}

/** What the reveal says, what to try, where to go on, and where it comes from. */
function After({ step, index, place, again }: AfterProps) {
  const leads = place === "site" ? {} : { target: "_blank" };
  return (
    <div class="step-after">
      {step.after.map((sentence) => <p key={sentence}>{sentence}</p>)}
      <p>
        <b>Try it:</b> {step.act} The whole instrument:{" "}
        <a href={step.open.href} {...leads}>{step.open.label}</a>.
      </p>
      <div class="acts">
        <Onward index={index} place={place} />
        <button type="button" class="link" onClick={again}>Guess again</button>
      </div>
      {step.references.length > 0 && (
        <p class="small quiet">
          Where it comes from: {step.references.map((name, place) => {
            const { who, title, href } = REFERENCES[name];
            return (
              <span key={name}>
                {place > 0 && "; "}
                {who}, <a href={href} rel="noopener" {...leads}>{title}</a>
              </span>
            );
          })}.
        </p>
      )}
    </div>
  );
}

/** The way on: the next step, or what comes after the last one. A step alone in a frame leads nowhere. */
function Onward({ index, place }: { readonly index: number; readonly place: StepPlace }) {
  const next = STEPS[index + 1];
  if (place === "alone") return null;
  if (next) return <a class="button primary" href={stepAddress(next, place)}>Next: {next.title}</a>;
  if (place === "course") return <a class="button primary" href={FRAMED_COURSE}>All steps</a>;
  return (
    <>
      <a class="button primary" href="/check">Ten questions: the mastery check</a>
      <a href="/learn/practice">Practice: write what comes next</a>
    </>
  );
}
