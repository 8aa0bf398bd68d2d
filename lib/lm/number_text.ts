/**
 * Numbers as English writes them.
 *
 * @module
 */

/** By count of decimals. Kept, since making one takes as long as writing a hundred numbers with it. */
const formats: Intl.NumberFormat[] = [];

/** A double has all digits of a decimal of at most so many. */
const EXACT_DIGITS = 15;

/**
 * A finite number with separators and a fixed count of decimals: `49,152`, `-1.24`. It is rounded as it is read in
 * JavaScript, half away from zero: 1.005 is 1.01, though the double lies below it.
 *
 * Written as `Intl.NumberFormat` does, but without it where possible: the first one of a page reads the tables of the
 * language for 10 ms and more, on a phone for four times as long.
 */
export function numberText(value: number, fractionDigits = 0): string {
  if (Math.abs(value) >= 10 ** (EXACT_DIGITS - fractionDigits) || isHalf(value, fractionDigits)) {
    const format = formats[fractionDigits] ??= new Intl.NumberFormat("en-US", {
      minimumFractionDigits: fractionDigits,
      maximumFractionDigits: fractionDigits,
    });
    return format.format(value);
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
  if (text.includes("e")) return true;
  return text.endsWith("5") && text.length - text.indexOf(".") === fractionDigits + 2 && text.includes(".");
}
