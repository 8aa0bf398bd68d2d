/**
 * Whether a model that has just been loaded answers what an independent implementation answered.
 *
 * @module
 */
import { logSumExp } from "@/lib/lm/distribution/softmax.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { ReferenceDistribution } from "@/lib/models/engine.ts";

/** How many of the likeliest tokens must agree. */
const COMPARED = 5;

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

/** Whether two rows are so much alike that the model cannot have read its input. */
export function rowsAreEqual(a: Float32Array, b: Float32Array): boolean {
  const tolerance = 1e-3;
  return a.every((value, index) => Math.abs(value - b[index]!) < tolerance);
}
