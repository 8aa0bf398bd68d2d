import { STAGE_RULES } from "@/lib/lm/sampler/stage_rules.ts";
import type { StageName } from "@/lib/lm/sampler/stages.ts";
import { type SamplerSettings, STAGE_NAMES } from "@/lib/lm/sampler/settings.ts";

/**
 * Checks that sampler settings mean something.
 *
 * @throws {RangeError} With the range and the value that switches the stage off.
 */
export function checkSampler(settings: SamplerSettings): void {
  for (const name of STAGE_NAMES) checkStage(name, settings[name]);
  const { stages } = settings;
  for (const stage of stages) {
    if (!STAGE_NAMES.includes(stage)) {
      throw new RangeError(`Unknown stage "${stage}": use ${STAGE_NAMES.join(", ")}`);
    }
  }
  if (new Set(stages).size < stages.length) {
    throw new RangeError(`Cannot run a stage twice: name each of "${stages.join(",")}" at most once`);
  }
}

function checkStage(name: StageName, value: number): void {
  const { holds, rule } = STAGE_RULES[name];
  if (!holds(value)) throw new RangeError(`Cannot sample with ${name} ${value}: ${rule}`);
}
