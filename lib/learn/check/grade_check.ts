import type { Question } from "@/lib/learn/check/question.ts";

/** Share of right answers above which a check is passed. */
const PASS_SHARE = 0.75;

/** A check that was answered. */
export interface Grade {
  /** Whether each answer is right; null where none was given. */
  readonly answers: readonly (boolean | null)[];
  /** Right answers. */
  readonly score: number;
  readonly passed: boolean;
}

/**
 * Grades a check.
 *
 * @param chosen Index of the choice for each question; null where none was made, which counts as not right.
 */
export function gradeCheck(questions: readonly Question[], chosen: readonly (number | null)[]): Grade {
  const answers = questions.map(({ answer }, index) => {
    const choice = chosen[index] ?? null;
    return choice === null ? null : choice === answer;
  });
  const score = answers.filter((right) => right === true).length;
  return { answers, score, passed: score > PASS_SHARE * questions.length };
}
