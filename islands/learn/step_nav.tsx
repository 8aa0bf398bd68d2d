import { progress } from "./kept_progress.ts";
import { stepPath, STEPS } from "@/lib/learn/course/steps.ts";

/** The steps as a row of links; those that are done have a mark. */
export function StepNav({ name }: { readonly name: string }) {
  const done = progress.value.steps;
  return (
    <nav class="pills step-nav" aria-label="Steps">
      {STEPS.map((step, index) => {
        const isHere = step.name === name;
        return (
          <a
            key={step.name}
            class="pill"
            href={stepPath(step)}
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
