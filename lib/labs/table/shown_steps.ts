import type { LoopQuery } from "@/lib/experiment/fields/loop_fields.ts";

/** How many steps of the loop the page shows: none before the first press, as many as there are room for after it. */
export function shownSteps({ run, max_steps: maxSteps }: LoopQuery): number {
  return run ? maxSteps : 0;
}
