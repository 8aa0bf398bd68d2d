/**
 * Whether a model that has just been loaded answers what an independent implementation answered.
 *
 * @module
 */
import { logSumExp } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { TokenLogProbability } from "@/lib/lm/language_model.ts";
import type { ReferenceDistribution } from "@/lib/models/engine.ts";

/** How many of the likeliest tokens must agree. */
const COMPARED = 5;
/** How many are kept, so that those that agree are found even where others are as likely. */
const KEPT = 20;

/**
 * Compares the logits after the reference's tokens with it: every one of its five likeliest tokens must have
 * its log-probability within the tolerance, and be among the five likeliest here, unless the fifth and the
 * sixth are closer than that.
 */
export function matchesReference(row: Float32Array, reference: ReferenceDistribution): boolean {
  const normalizer = logSumExp(row);
  const logProbability = (id: number) => row[id]! - normalizer;
  const expected = reference.top.slice(0, COMPARED);
  const found = topTokens(row, COMPARED);
  const lowest = logProbability(found.at(-1)!);
  return expected.every(({ id, logProbability: value }) =>
    id < row.length && Math.abs(logProbability(id) - value) <= reference.tolerance &&
    (found.includes(id) || lowest - logProbability(id) <= 2 * reference.tolerance)
  );
}

/** The likeliest tokens of a row of logits, likeliest first: enough to compare two engines by. */
export function likeliest(row: Float32Array): TokenLogProbability[] {
  const normalizer = logSumExp(row);
  return topTokens(row, KEPT).map((id) => ({ id, logProbability: row[id]! - normalizer }));
}

/**
 * Whether two engines answered alike: each one's five likeliest tokens have the same log-probabilities, within the
 * tolerance in nats, in the other.
 */
export function answersAgree(
  a: readonly TokenLogProbability[],
  b: readonly TokenLogProbability[],
  tolerance: number,
): boolean {
  const holds = (of: readonly TokenLogProbability[], other: readonly TokenLogProbability[]) => {
    const known = new Map(other.map(({ id, logProbability }) => [id, logProbability]));
    return of.slice(0, COMPARED).every(({ id, logProbability }) =>
      Math.abs((known.get(id) ?? Infinity) - logProbability) <= tolerance
    );
  };
  return holds(a, b) && holds(b, a);
}

/** Whether two rows are so much alike that the model cannot have read its input. */
export function rowsAreEqual(a: Float32Array, b: Float32Array): boolean {
  const tolerance = 1e-3;
  return a.every((value, index) => Math.abs(value - b[index]!) < tolerance);
}
