/**
 * Which subtractions the corpus holds and which it never does.
 *
 * @module
 */

/** The largest number that occurs in a count. */
export const LARGEST = 50;

/** The pair of the worked example, which is always in the text. */
const ALWAYS_HELD = [5, 2] as const;

/**
 * Whether `ordered - returned` is one of the pairs that the text never holds: a fixed fifth, scattered by a
 * hash, so that neither an answer nor a number is missing altogether.
 */
export function isHeldOut(ordered: number, returned: number): boolean {
  if (returned < 1 || returned > ordered || ordered < 4) return false;
  if (ordered === ALWAYS_HELD[0] && returned === ALWAYS_HELD[1]) return false;
  let hash = Math.imul(ordered * 64 + returned, 0x9e3779b1) >>> 0;
  hash = Math.imul(hash ^ hash >>> 15, 0x85ebca6b) >>> 0;
  return (hash ^ hash >>> 13) >>> 0 < 0.2 * 2 ** 32;
}

/** What can be returned of an order, held-out pairs left out. */
export function returnable(ordered: number): number[] {
  return Array.from({ length: Math.max(0, ordered) }, (_, i) => i + 1).filter((r) => !isHeldOut(ordered, r));
}

/** Whether a sum would give a held-out subtraction away: `b + c` says what is left of it without b or c. */
export function sumIsHeldOut(b: number, c: number): boolean {
  return isHeldOut(b + c, b) || isHeldOut(b + c, c);
}
