import { AIM_NAMES, AIMS } from "@/lib/learn/aims.ts";
import { askQuestion } from "@/lib/learn/check/ask_question.ts";
import { oneOf, shuffled } from "@/lib/learn/check/draws.ts";
import type { Question } from "@/lib/learn/check/question.ts";
import { QUESTION_TYPES } from "@/lib/learn/check/question_types.ts";
import { defaultRng } from "@/lib/lm/sampler/pcg64.ts";

/** Questions of a check. */
export const CHECK_LENGTH = 10;

/** How many of them are about foundational aims. */
const FOUNDATIONAL = 4;

/**
 * The ten questions of a seed: four foundational aims and six intermediate ones, each asked by one of its kinds.
 * The seed is NumPy's `default_rng(seed)`.
 */
export function makeCheck(seed: number): Question[] {
  const random = defaultRng(BigInt(seed) * 64n);
  const of = (level: "foundational" | "intermediate", count: number) =>
    new Set(shuffled(random, AIM_NAMES.filter((name) => AIMS[name].level === level)).slice(0, count));
  const foundational = of("foundational", FOUNDATIONAL);
  const intermediate = of("intermediate", CHECK_LENGTH - FOUNDATIONAL);
  return AIM_NAMES.filter((aim) => foundational.has(aim) || intermediate.has(aim)).map((aim, index) => {
    const type = oneOf(random, QUESTION_TYPES.filter((each) => each.aim === aim));
    return askQuestion(type, seed, index + 1);
  });
}
