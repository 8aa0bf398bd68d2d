/**
 * Two-sided sign test: how likely a split at least as uneven is when each side is as likely as the other. Ties are
 * left out by the caller. 1 for no pairs.
 */
export function signTest(wins: number, losses: number): number {
  const n = wins + losses;
  if (n === 0) return 1;
  let [term, tail] = [0.5 ** n, 0];
  for (let i = 0; i <= Math.min(wins, losses); i++) {
    tail += term;
    term *= (n - i) / (i + 1);
  }
  return Math.min(1, 2 * tail);
}
