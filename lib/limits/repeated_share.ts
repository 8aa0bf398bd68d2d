/**
 * Share of stretches of `length` ids that stood earlier in the same row.
 *
 * @param from Stretches that end before this position are not counted, but are remembered.
 */
export function repeatedShare(ids: readonly number[], length: number, from = 0): number {
  const seen = new Set<string>();
  let [counted, repeated] = [0, 0];
  for (let end = length; end <= ids.length; end++) {
    const key = ids.slice(end - length, end).join(" ");
    if (end > from) {
      counted++;
      if (seen.has(key)) repeated++;
    }
    seen.add(key);
  }
  return counted === 0 ? 0 : repeated / counted;
}
