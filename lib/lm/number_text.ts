/**
 * Numbers as English writes them.
 *
 * @module
 */

/** By count of decimals. Kept, since making one takes as long as writing a hundred numbers with it. */
const formats: Intl.NumberFormat[] = [];

/** From here on a number may be written with a separator. Without, no table of a language is read, which takes 10 ms. */
const GROUPED = 999.5;

/** A finite number with separators and a fixed count of decimals, rounded half away from zero: `49,152`, `-1.24`. */
export function numberText(value: number, fractionDigits = 0): string {
  if (Math.abs(value) < GROUPED) return value.toFixed(fractionDigits);
  const format = formats[fractionDigits] ??= new Intl.NumberFormat("en-US", {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  });
  return format.format(value);
}
