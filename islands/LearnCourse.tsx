import { useEffect } from "preact/hooks";
import { AimRings } from "./learn/aim_rings.tsx";
import { clearProgress, progress, readProgress } from "./learn/kept_progress.ts";
import { listenToFrame, tellFrame } from "./learn/tell_frame.ts";
import { saveFile } from "./share/save_file.ts";
import type { AimName } from "@/lib/learn/aims.ts";
import { stepAddress, type StepPlace } from "@/lib/learn/course/step_address.ts";
import { STEPS } from "@/lib/learn/course/steps.ts";
import { formatProgress } from "@/lib/learn/progress.ts";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";

const NOTHING_ASKED: ReadonlyMap<AimName, boolean> = new Map();

interface LearnCourseProps {
  /** Default the site itself. */
  readonly place?: StepPlace;
}

/** The course's first page: its questions, what is done, and what one can do after it. */
export default function LearnCourse({ place = "site" }: LearnCourseProps) {
  useEffect(() => {
    readProgress();
    tellFrame(place);
    return listenToFrame(place, () => tellFrame(place));
  }, []);
  const { steps, aims } = progress.value;
  const next = STEPS.find(({ name }) => !(name in steps));
  const started = Object.keys(steps).length > 0 || aims.length > 0;
  return (
    <div class="course">
      <AnswerSentence note="Guess first, then see it live. Two minutes each, half an hour in all; your progress stays in this browser.">
        How does a model know what comes next? {STEPS.length} guesses
      </AnswerSentence>
      <p class="acts">
        {next
          ? (
            <a class="button primary" href={stepAddress(next, place)}>
              {started ? `Go on: ${next.title}` : "Make the first guess"}
            </a>
          )
          : place === "site"
          ? <a class="button primary" href="/check">All steps done: take the mastery check</a>
          : <b>All steps done</b>}
      </p>
      <ol class="course-steps">
        {STEPS.map((step, index) => (
          <li key={step.name}>
            <span class="order-place" aria-hidden="true">{step.name in steps ? "✓" : index + 1}</span>
            <a href={stepAddress(step, place)}>{step.question}</a>
            <span class="quiet small">{step.title}{step.name in steps && ", done"}</span>
          </li>
        ))}
      </ol>
      {place === "site" && <AfterCourse />}
      {started && place === "site" && (
        <p class="acts">
          <button type="button" class="link" onClick={() => saveProgress()}>Export progress</button>
          <button type="button" class="link" onClick={clearProgress}>Clear progress</button>
        </p>
      )}
    </div>
  );
}

function AfterCourse() {
  return (
    <>
      <p>
        Then <a href="/learn/practice">practice</a>: write what comes next and see it scored; and{" "}
        <a href="/check">ten questions</a>{" "}
        show what you have understood. Each right answer fills a field of these rings: fifteen things that you
        can do then.
      </p>
      <AimRings asked={NOTHING_ASKED} />
    </>
  );
}

function saveProgress(): void {
  saveFile("learn-progress.json", new Blob([formatProgress(progress.value)], { type: "application/json" }));
}
