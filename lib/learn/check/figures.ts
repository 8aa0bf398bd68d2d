/**
 * How figures stand in questions and choices: always with as many decimals, so that no choice gives itself away.
 *
 * @module
 */

/** A probability in percent with one decimal: `33.3 %`. */
export function percent(probability: number): string {
  return `${(probability * 100).toFixed(1)}\u00a0%`;
}

/** A number with separators and a fixed count of decimals. */
export function figure(value: number, decimals = 0): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
