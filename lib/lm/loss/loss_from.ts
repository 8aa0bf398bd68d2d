import {
  lossFromLogits,
  lossFromLosses,
  lossFromProbabilities,
  type LossReport,
} from "@/lib/lm/loss/loss.ts";

/** What a loss is computed from: exactly one of the three. */
export interface LossSource {
  /** One row of logits a position, with `targets`. */
  readonly logits?: readonly ArrayLike<number>[] | undefined;
  /** The index of the true token in each row. */
  readonly targets?: ArrayLike<number> | undefined;
  /** The probability that the model gave each true token. */
  readonly probabilities?: readonly number[] | undefined;
  /** The loss at each position, in nats. */
  readonly lossesNats?: readonly number[] | undefined;
}

/**
 * The loss of a sequence from whichever source is given.
 *
 * @throws {RangeError} If none or several are given, or the one that is has no loss.
 */
export function lossFrom({ logits, targets, probabilities, lossesNats }: LossSource): LossReport {
  const given = [logits, probabilities, lossesNats].filter((source) => source !== undefined);
  if (given.length !== 1) {
    throw new RangeError("Give exactly one of logits with targets, probabilities, or losses_nats");
  }
  if (probabilities) return lossFromProbabilities(probabilities);
  if (lossesNats) return lossFromLosses(lossesNats);
  if (!targets) throw new RangeError("Give targets with the logits: the index of the true token in each row");
  return lossFromLogits(logits!, targets);
}
