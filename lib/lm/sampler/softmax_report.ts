import { effectiveChoices, entropy } from "@/lib/lm/distribution/entropy.ts";
import { logSoftmax, softmax } from "@/lib/lm/distribution/softmax.ts";
import { applyTemperature } from "@/lib/lm/sampler/temperature.ts";

/** A distribution made of logits and a temperature. */
export interface SoftmaxReport {
  readonly probabilities: Float64Array;
  /** In nats; -Infinity where the probability is 0 rather than too small for a double. */
  readonly logProbabilities: Float64Array;
  readonly entropyNats: number;
  /** exp(entropy). */
  readonly effectiveChoices: number;
  /** Index of the largest logit, the first of equals. */
  readonly argmax: number;
}

/**
 * Softmax of logits divided by a temperature, with what describes the distribution.
 *
 * @param logits Scores on the natural-log scale, at least one of them finite.
 * @param temperature From 0 up; 0 is greedy: the likeliest token has probability 1.
 * @throws {RangeError} If the logits have no softmax.
 */
export function softmaxReport(logits: ArrayLike<number>, temperature = 1): SoftmaxReport {
  const scaled = temperature === 1 ? logits : applyTemperature(logits, temperature);
  const probabilities = softmax(scaled);
  const entropyNats = entropy(probabilities);
  return {
    probabilities,
    logProbabilities: logSoftmax(scaled),
    entropyNats,
    effectiveChoices: effectiveChoices(entropyNats),
    argmax: indexOfLargest(logits),
  };
}

function indexOfLargest(logits: ArrayLike<number>): number {
  let best = 0;
  for (let index = 1; index < logits.length; index++) if (logits[index]! > logits[best]!) best = index;
  return best;
}
