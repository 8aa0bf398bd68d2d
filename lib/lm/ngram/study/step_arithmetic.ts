import type { BackoffStep } from "@/lib/lm/ngram/distribution.ts";
import type { NgramModel } from "@/lib/lm/ngram/model.ts";
import { smoothingParameters } from "@/lib/lm/ngram/smoothing.ts";

// Made once: a format takes longer to make than a line to write.
const SHARE = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });

/** What a context was followed by. */
interface StepCounts {
  /** How often by the token. */
  readonly count: number;
  /** How often by anything. */
  readonly total: number;
}

/**
 * What one step of the way down gives a token, written out: `3/6 = 0.5` for counts, `0.375 + 0.25 × 0.3 = 0.45` where
 * a part comes from the shorter context, `0.4 × 0.3333 = 0.1333` where all of it does.
 *
 * @param steps The way from the longest context down.
 * @param at Which of them.
 * @returns Null where the step has nothing to say.
 */
export function stepArithmetic(
  model: NgramModel,
  steps: readonly BackoffStep[],
  at: number,
  id: number,
  { count, total }: StepCounts,
): string | null {
  const step = steps[at]!, shorter = steps[at + 1];
  const { method } = model.settings.smoothing;
  if (step.order === 0) return `1/${model.vocabularySize} = ${SHARE.format(1 / model.vocabularySize)}`;
  const p = model.probability(step.context, id);
  const ratio = `${count}/${total} = ${SHARE.format(p)}`;
  if (method === "none") return step.used ? ratio : null;
  if (method === "add_k") return addKLine(model, { count, total }, p);
  const seenHere = method === "stupid_backoff" && count > 0;
  if (shorter === undefined || seenHere) return ratio;
  const below = shorter.order === 0 ? 1 / model.vocabularySize : model.probability(shorter.context, id);
  const passes = step.passesOn ?? 1;
  const passed = `${SHARE.format(passes)} × ${SHARE.format(below)} = ${SHARE.format(p)}`;
  const own = p - passes * below;
  return own > 1e-12 ? `${SHARE.format(own)} + ${passed}` : passed;
}

function addKLine(model: NgramModel, { count, total }: StepCounts, p: number): string {
  const { k } = smoothingParameters(model.settings.smoothing);
  const each = SHARE.format(k);
  return `(${count} + ${each}) / (${total} + ${each} × ${model.vocabularySize}) = ${SHARE.format(p)}`;
}
