import { progress } from "./kept_progress.ts";
import { stepAddress, type StepPlace } from "@/lib/learn/course/step_address.ts";
import { STEPS } from "@/lib/learn/course/steps.ts";

/** The steps as a row of links; those that are done have a mark. */
export function StepNav({ name, place }: { readonly name: string; readonly place: StepPlace }) {
  const done = progress.value.steps;
  return (
    <nav class="pills step-nav" aria-label="Steps">
      {STEPS.map((step, index) => {
        const isHere = step.name === name;
        return (
          <a
            key={step.name}
            class="pill"
            href={stepAddress(step, place)}
            aria-current={isHere ? "step" : undefined}
            aria-label={`${index + 1} ${step.title}${step.name in done ? ", done" : ""}`}
          >
            {index + 1} {isHere && step.title}
            {step.name in done && <span aria-hidden="true">✓</span>}
          </a>
        );
      })}
    </nav>
  );
}
