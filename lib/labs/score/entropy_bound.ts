/** What the likeliest tokens alone say of a distribution. */
export interface EntropyBound {
  /** Mass of those shown, 0 to 1. */
  readonly mass: number;
  /** The entropy is at least this many bits. */
  readonly bits: number;
}

/**
 * The least entropy that a distribution with these likeliest tokens can have: what is left is held by as few tokens
 * as the smallest of those shown allows, since none of them is likelier.
 *
 * @param probabilities Of the likeliest tokens.
 */
export function entropyBound(probabilities: readonly number[]): EntropyBound {
  const mass = Math.min(1, probabilities.reduce((sum, p) => sum + p, 0));
  const least = Math.min(...probabilities);
  const rest = 1 - mass;
  const term = (p: number) => p > 0 ? -p * Math.log2(p) : 0;
  const shown = probabilities.reduce((sum, p) => sum + term(p), 0);
  if (!(least > 0) || rest <= 1e-9) return { mass, bits: Math.max(0, shown) };
  const whole = Math.floor(rest / least);
  return { mass, bits: shown + whole * term(least) + term(rest - whole * least) };
}
