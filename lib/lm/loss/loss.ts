/**
 * Cross-entropy, perplexity and the chain rule: what a model is trained to lower and how its text is scored.
 *
 * @module
 */
import { largestLogit } from "@/lib/lm/distribution/softmax.ts";
import { natsToBits } from "@/lib/lm/loss/nats_to_bits.ts";

/** The loss of a sequence: per position and as a whole. */
export interface LossReport {
  /** -ln p of the true token at each position, in nats; Infinity where p is 0. */
  readonly lossesNats: readonly number[];
  /** p of the true token at each position. */
  readonly probabilities: readonly number[];
  readonly meanNats: number;
  readonly meanBits: number;
  /** exp(mean loss in nats) = 1 / geometric mean of the probabilities. */
  readonly perplexity: number;
  /** Product of the probabilities (chain rule); 0 where it is too small for a double. */
  readonly sequenceProbability: number;
  /** Sum of ln p: exact where the product underflows. */
  readonly sequenceLogProbability: number;
  /** exp of the mean of ln p. */
  readonly geometricMean: number;
}

/**
 * The loss of the true token: ln Σ exp(z) - z_target, in nats.
 *
 * Written as (max z - z_target) + ln(1 + Σ over the others of exp(z - max z)), which neither overflows for large
 * logits nor loses the digits of a small loss. Float32 logits are exact in it.
 *
 * @throws {RangeError} If the target is no index of the logits, or the logits have no softmax.
 */
export function crossEntropy(logits: ArrayLike<number>, target: number): number {
  if (!Number.isInteger(target) || target < 0 || target >= logits.length) {
    throw new RangeError(`Target ${target} is not an index of ${logits.length} logits`);
  }
  const largest = largestLogit(logits);
  let others = 0;
  let atLargest = 0;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id]!;
    if (logit === largest) atLargest++;
    else others += Math.exp(logit - largest);
  }
  return largest - logits[target]! + Math.log1p(others + (atLargest - 1));
}

/**
 * The loss of a sequence from one row of logits a position and the true tokens.
 *
 * @throws {RangeError} If there is no position, rows and targets differ in number, or a target is no index of its row.
 */
export function lossFromLogits(
  logits: readonly ArrayLike<number>[],
  targets: ArrayLike<number>,
): LossReport {
  if (logits.length !== targets.length) {
    throw new RangeError(
      `Give one target for each row of logits: received ${logits.length} rows, ${targets.length} targets`,
    );
  }
  const losses = logits.map((row, position) => crossEntropy(row, targets[position]!));
  return report(losses, losses.map((loss) => Math.exp(-loss)));
}

/**
 * The loss of a sequence from the probabilities that a model gave its true tokens.
 *
 * @throws {RangeError} If there is none, or one is outside 0 to 1.
 */
export function lossFromProbabilities(probabilities: readonly number[]): LossReport {
  for (const [position, p] of probabilities.entries()) {
    if (!(p >= 0 && p <= 1)) {
      throw new RangeError(`Probability ${position} must be from 0 to 1: received ${p}`);
    }
  }
  return report(probabilities.map((p) => p === 1 ? 0 : -Math.log(p)), probabilities);
}

/**
 * The loss of a sequence from the loss at each position, in nats.
 *
 * @throws {RangeError} If there is none, or one is negative or not a number.
 */
export function lossFromLosses(lossesNats: readonly number[]): LossReport {
  for (const [position, loss] of lossesNats.entries()) {
    if (!(loss >= 0)) throw new RangeError(`Loss ${position} must be a number from 0 up: received ${loss}`);
  }
  return report(lossesNats, lossesNats.map((loss) => Math.exp(-loss)));
}

function report(lossesNats: readonly number[], probabilities: readonly number[]): LossReport {
  if (lossesNats.length === 0) throw new RangeError("A loss needs at least one position");
  const total = lossesNats.reduce((sum, loss) => sum + loss, 0);
  const meanNats = total / lossesNats.length;
  return {
    lossesNats,
    probabilities,
    meanNats,
    meanBits: natsToBits(meanNats),
    perplexity: perplexityOf(meanNats),
    sequenceProbability: probabilities.reduce((product, p) => product * p, 1),
    sequenceLogProbability: total === 0 ? 0 : -total,
    geometricMean: Math.exp(-meanNats),
  };
}

/** exp of a mean loss in nats: as many equally likely tokens would leave a model as unsure. */
export function perplexityOf(meanNats: number): number {
  return Math.exp(meanNats);
}

/** A loss spread over units of text. */
export interface LossPerUnit {
  readonly nats: number;
  readonly bits: number;
  /** exp of the nats: per word and per byte this compares models with different tokens. */
  readonly perplexity: number;
}

/**
 * Spreads a total loss over a number of tokens, words or bytes; bits per byte is the only one of them that no choice
 * of tokenizer moves.
 *
 * @throws {RangeError} If there is no unit.
 */
export function lossPerUnit(totalNats: number, units: number): LossPerUnit {
  if (!(units > 0)) throw new RangeError(`Give at least one unit to spread a loss over: received ${units}`);
  const nats = totalNats / units;
  return { nats, bits: natsToBits(nats), perplexity: perplexityOf(nats) };
}
