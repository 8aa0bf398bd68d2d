import { softmaxReport } from "@/lib/lm/sampler/softmax_report.ts";

/** A token's share over the temperatures: the ribbon between two lines, 0 to 1. */
interface Ribbon {
  readonly id: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Ribbons of a distribution over the temperatures. */
interface Ribbons {
  readonly temperatures: readonly number[];
  /** The likeliest tokens, likeliest first. */
  readonly ribbons: readonly Ribbon[];
  /** Share of all other tokens at each temperature. */
  readonly rest: readonly number[];
}

/** The greatest temperature that is drawn. */
export const RIBBON_END = 3;
const STEP = 0.05;

/** Computes the ribbons of the likeliest tokens from T = 0 to {@linkcode RIBBON_END}, in steps of 0.05. */
export function temperatureRibbons(logits: readonly number[], most = 6): Ribbons {
  const count = Math.round(RIBBON_END / STEP);
  const temperatures = Array.from({ length: count + 1 }, (_, index) => Number((index * STEP).toFixed(2)));
  const reports = temperatures.map((temperature) => softmaxReport(logits, temperature).probabilities);
  const ids = logits.map((_, id) => id).sort((a, b) => logits[b]! - logits[a]! || a - b).slice(0, most);
  const below = temperatures.map(() => 0);
  const ribbons = ids.map((id): Ribbon => {
    const from = [...below];
    reports.forEach((probabilities, index) => below[index]! += probabilities[id]!);
    return { id, from, to: [...below] };
  });
  return { temperatures, ribbons, rest: below.map((sum) => Math.max(0, 1 - sum)) };
}
