/**
 * llama.cpp's figures for two formats of a model, written down a second time from its definitions, by none of the
 * site's own calculations. Those with an error are pairs.
 *
 * @module
 */

/** Probabilities of a row of logits, by the formula. */
function shares(row: Float32Array): number[] {
  const most = row.reduce((a, b) => Math.max(a, b));
  const powers = Array.from(row, (logit) => Math.exp(logit - most));
  const whole = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / whole);
}

/** A mean with its standard error. */
function meanOf(values: readonly number[]): [mean: number, error: number] {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b) / n;
  return [mean, Math.sqrt((values.reduce((a, b) => a + b * b, 0) / n - mean * mean) / (n - 1))];
}

/**
 * Works them out.
 *
 * @param base Logits of the base model, a row a position.
 * @param other Those of the other format.
 * @param targets The text's token at each position.
 */
export function kldByHand(
  base: readonly Float32Array[],
  other: readonly Float32Array[],
  targets: readonly number[],
) {
  const positions = targets.map((target, index) => {
    const [p, q] = [shares(base[index]!), shares(other[index]!)];
    return {
      kld: p.reduce((sum, share, id) => sum + (share > 0 ? share * Math.log(share / q[id]!) : 0), 0),
      p: p[target]!,
      q: q[target]!,
      top: p.indexOf(Math.max(...p)) === q.indexOf(Math.max(...q)) ? 1 : 0,
    };
  });
  const klds = positions.map(({ kld }) => kld).sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (klds.length - 1), low = Math.floor(place);
    return klds[low]! * (low + 1 - place) + (klds[low + 1] ?? 0) * (place - low);
  };
  const squares = meanOf(positions.map(({ p, q }) => (q - p) ** 2));
  return {
    meanKld: meanOf(klds),
    medianKld: at(0.5),
    kld90: at(0.9),
    kld95: at(0.95),
    kld99: at(0.99),
    maxKld: klds.at(-1)!,
    lnPplRatio: meanOf(positions.map(({ p, q }) => Math.log(p) - Math.log(q))),
    meanDeltaP: meanOf(positions.map(({ p, q }) => q - p)),
    rmsDeltaP: [Math.sqrt(squares[0]), squares[1] / 2 / Math.sqrt(squares[0])],
    sameTopP: meanOf(positions.map(({ top }) => top)),
  };
}
