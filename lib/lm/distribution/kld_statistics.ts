/**
 * What llama.cpp's perplexity tool prints for `--kl-divergence`, under its names: a base model against another
 * format of it, over the positions of one text.
 *
 * @module
 */

/** One position: what both models gave. */
export interface KldPosition {
  /** D(base‖other) over the whole vocabulary, in nats. */
  readonly kld: number;
  /** Log-probability of the text's token, in nats. */
  readonly baseLogProbability: number;
  readonly logProbability: number;
  /** Whether both have the same likeliest token. */
  readonly isSameTop: boolean;
}

/** A mean with its standard error; the error is 0 for a single position. */
export interface Estimate {
  readonly mean: number;
  readonly error: number;
}

/** The figures. */
export interface KldStatistics {
  readonly positions: number;
  readonly meanKld: Estimate;
  readonly medianKld: number;
  readonly kld90: number;
  readonly kld95: number;
  readonly kld99: number;
  readonly maxKld: number;
  /** ln PPL(Q) / PPL(base). */
  readonly lnPplRatio: Estimate;
  readonly meanDeltaP: Estimate;
  readonly rmsDeltaP: Estimate;
  readonly sameTopP: Estimate;
}

/**
 * Computes the figures; percentiles interpolate between positions as llama.cpp does.
 *
 * @throws {RangeError} If there is no position.
 */
export function kldStatistics(positions: readonly KldPosition[]): KldStatistics {
  if (positions.length === 0) throw new RangeError("A divergence along a text needs at least one position");
  const sorted = positions.map(({ kld }) => kld).sort((a, b) => a - b);
  const deltas = positions.map((each) => Math.exp(each.logProbability) - Math.exp(each.baseLogProbability));
  const squares = estimate(deltas.map((delta) => delta * delta));
  const rms = Math.sqrt(squares.mean);
  return {
    positions: positions.length,
    meanKld: estimate(sorted),
    medianKld: percentile(sorted, 0.5),
    kld90: percentile(sorted, 0.9),
    kld95: percentile(sorted, 0.95),
    kld99: percentile(sorted, 0.99),
    maxKld: sorted.at(-1)!,
    lnPplRatio: estimate(positions.map((each) => each.baseLogProbability - each.logProbability)),
    meanDeltaP: estimate(deltas),
    rmsDeltaP: { mean: rms, error: rms > 0 ? squares.error / (2 * rms) : 0 },
    sameTopP: estimate(positions.map(({ isSameTop }) => isSameTop ? 1 : 0)),
  };
}

function estimate(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, error: values.length > 1 ? Math.sqrt(variance / (values.length - 1)) : 0 };
}

function percentile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
