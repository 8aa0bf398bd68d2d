import type { Distribution } from "@/lib/lm/sampler/distribution.ts";
import type { RankedToken } from "@/lib/lm/sampler/ranked_token.ts";
import type { StageName } from "@/lib/lm/sampler/settings.ts";

/** What one stage of the sampler cut. */
interface StageCut {
  readonly name: StageName;
  /** How many tokens. */
  readonly count: number;
  /** Those of them that are in the distribution's rows, the likeliest of the model first. */
  readonly tokens: readonly RankedToken[];
}

/** Which tokens each stage cut, in the order in which the stages run; a stage that cuts nothing is left out. */
export function stageCuts({ raw, rows, shaped }: Distribution): StageCut[] {
  let left: readonly RankedToken[] = rows;
  let kept = raw.logits.length;
  const cuts: StageCut[] = [];
  for (const { name, keptCount, probabilities } of shaped.stages) {
    const tokens = left.filter(({ id }) => !(probabilities[id]! > 0));
    if (keptCount < kept) cuts.push({ name, count: kept - keptCount, tokens });
    left = left.filter((token) => !tokens.includes(token));
    kept = keptCount;
  }
  return cuts;
}
