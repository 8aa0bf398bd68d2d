/**
 * The row of logits in which the target has a given probability: only its own logit changes, so that the others keep
 * their shares of what is left.
 *
 * @param probability Above 0 and below 1.
 */
export function withProbability(logits: readonly number[], target: number, probability: number): number[] {
  const others = logits.filter((_, id) => id !== target);
  if (others.length === 0) return [...logits];
  const top = others.reduce((a, b) => Math.max(a, b), -Infinity);
  const logSum = top + Math.log(others.reduce((sum, z) => sum + Math.exp(z - top), 0));
  const logit = logSum + Math.log(probability / (1 - probability));
  return logits.with(target, Number(logit.toFixed(4)));
}
