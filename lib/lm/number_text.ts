/**
 * Numbers as English writes them.
 *
 * @module
 */

/** A double has all digits of a decimal of at most so many. */
const EXACT_DIGITS = 15;

/**
 * A finite number with separators and a fixed count of decimals: `49,152`, `-1.24`. It is rounded as it is read in
 * JavaScript, half away from zero: 1.005 is 1.01, though the double lies below it.
 *
 * Written as the browser's own English, but without it where possible: the first number of a page that needs it waits
 * for the tables of the language, 10 ms and more, on a phone four times as long.
 */
export function numberText(value: number, fractionDigits = 0): string {
  if (Math.abs(value) >= 10 ** (EXACT_DIGITS - fractionDigits) || isHalf(value, fractionDigits)) {
    const digits = { minimumFractionDigits: fractionDigits, maximumFractionDigits: fractionDigits };
    return value.toLocaleString("en-US", digits);
  }
  const [whole = "", decimals] = value.toFixed(fractionDigits).split(".");
  return decimals === undefined ? grouped(whole) : `${grouped(whole)}.${decimals}`;
}

function grouped(whole: string): string {
  let text = whole;
  const first = whole.startsWith("-") ? 1 : 0;
  for (let at = whole.length - 3; at > first; at -= 3) text = `${text.slice(0, at)},${text.slice(at)}`;
  return text;
}

/**
 * Whether a number as it is read ends in a 5 right behind its last decimal that is written: there `toFixed` differs.
 * One that is read with an exponent counts as such.
 */
function isHalf(value: number, fractionDigits: number): boolean {
  const text = `${value}`;
  return text.includes("e") || text.endsWith("5") && text.at(-fractionDigits - 2) === ".";
}
