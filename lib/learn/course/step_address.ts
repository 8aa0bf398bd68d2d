import type { Step } from "@/lib/learn/course/step.ts";
import { stepPath } from "@/lib/learn/course/steps.ts";

/** Where a step stands: on the site; in another site's frame with the whole course; or alone in such a frame. */
export type StepPlace = "site" | "course" | "alone";

/** The course's first page in another site's frame. */
export const FRAMED_COURSE = "/embed/learn";

/** The step's address in a place. */
export function stepAddress(step: Pick<Step, "name">, place: StepPlace): string {
  if (place === "site") return stepPath(step);
  return `/embed${stepPath(step)}${place === "course" ? "?in=course" : ""}`;
}
