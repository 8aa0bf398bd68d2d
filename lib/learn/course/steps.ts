/**
 * The course, step by step.
 *
 * @module
 */
import { FOUNDATIONS } from "@/lib/learn/course/foundations.ts";
import { LEARNING } from "@/lib/learn/course/learning.ts";
import { LIMITS } from "@/lib/learn/course/limits.ts";
import type { Step } from "@/lib/learn/course/step.ts";

/** All steps, in their order. */
export const STEPS: readonly Step[] = [...FOUNDATIONS, ...LEARNING, ...LIMITS];

/** Address of a step. */
export function stepPath({ name }: Pick<Step, "name">): string {
  return `/learn/${name}`;
}
