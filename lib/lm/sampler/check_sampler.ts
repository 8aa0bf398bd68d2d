import { type SamplerSettings, STAGE_NAMES } from "@/lib/lm/sampler/settings.ts";

function check(name: string, value: number, holds: boolean, rule: string): void {
  if (!holds) throw new RangeError(`Cannot sample with ${name} ${value}: ${rule}`);
}

/**
 * Checks that sampler settings mean something.
 *
 * @throws {RangeError} With the range and the value that switches the stage off.
 */
export function checkSampler(settings: SamplerSettings): void {
  const { temperature, top_k, top_p, min_p, repetition_penalty, stages } = settings;
  const finite = Number.isFinite;
  check(
    "temperature",
    temperature,
    finite(temperature) && temperature >= 0,
    "use 0 for greedy, or a number above 0",
  );
  check("top_k", top_k, Number.isInteger(top_k) && top_k >= 0, "use 0 for off, or a whole number from 1 up");
  check("top_p", top_p, top_p >= 0 && top_p <= 1, "use a number from 0 to 1; 1 is off");
  check("min_p", min_p, min_p >= 0 && min_p <= 1, "use a number from 0 to 1; 0 is off");
  const penaltyHolds = finite(repetition_penalty) && repetition_penalty > 0;
  check("repetition_penalty", repetition_penalty, penaltyHolds, "use a number above 0; 1 is off");
  for (const stage of stages) {
    if (!STAGE_NAMES.includes(stage)) {
      throw new RangeError(`Unknown stage "${stage}": use ${STAGE_NAMES.join(", ")}`);
    }
  }
  if (new Set(stages).size < stages.length) {
    throw new RangeError(`Cannot run a stage twice: name each of "${stages.join(",")}" at most once`);
  }
}
