import type { StageName } from "@/lib/lm/sampler/stages.ts";

/** With which values a stage can run, and what to give where it cannot. */
interface StageRule {
  readonly holds: (value: number) => boolean;
  readonly rule: string;
}

function isFraction(value: number): boolean {
  return value >= 0 && value <= 1;
}

/** The rule of each stage's setting. */
export const STAGE_RULES: Readonly<Record<StageName, StageRule>> = {
  repetition_penalty: {
    holds: (value) => Number.isFinite(value) && value > 0,
    rule: "use a number above 0; 1 is off",
  },
  temperature: {
    holds: (value) => Number.isFinite(value) && value >= 0,
    rule: "use 0 for greedy, or a number above 0",
  },
  top_k: {
    holds: (value) => Number.isInteger(value) && value >= 0,
    rule: "use 0 for off, or a whole number from 1 up",
  },
  top_p: { holds: isFraction, rule: "use a number from 0 to 1; 1 is off" },
  min_p: { holds: isFraction, rule: "use a number from 0 to 1; 0 is off" },
  typical_p: { holds: isFraction, rule: "use a number from 0 to 1; 1 is off" },
};
