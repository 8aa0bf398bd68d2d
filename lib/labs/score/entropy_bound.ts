/** What the likeliest tokens alone say of a distribution. */
interface EntropyBound {
  /** Mass of those shown, 0 to 1. */
  readonly mass: number;
  /** The entropy is at least this many bits. */
  readonly bits: number;
}

/**
 * The least entropy that a distribution with these tokens can have: what is left is held by as few tokens as may be,
 * since none of them is likelier than `most`.
 *
 * @param probabilities Of the tokens that are known.
 * @param most No other token is likelier. Default: the smallest of them, as of the likeliest tokens.
 */
export function entropyBound(
  probabilities: readonly number[],
  most: number = Math.min(...probabilities),
): EntropyBound {
  const mass = Math.min(1, probabilities.reduce((sum, p) => sum + p, 0));
  const rest = 1 - mass;
  const term = (p: number) => p > 0 ? -p * Math.log2(p) : 0;
  const shown = probabilities.reduce((sum, p) => sum + term(p), 0);
  if (!(most > 0) || rest <= 1e-9) return { mass, bits: Math.max(0, shown) };
  const whole = Math.floor(rest / most);
  return { mass, bits: shown + whole * term(most) + term(rest - whole * most) };
}
