/**
 * How figures are written, the same on every page: English digits, one unit beside each number.
 *
 * A no-break space stands between a number and its unit, and a true minus sign before a negative number.
 *
 * @module
 */

import { numberText } from "@/lib/lm/number_text.ts";

const NBSP = "\u00a0";

function isZero(text: string): boolean {
  return /^−0(\.0+)?$/.test(text);
}

/** A number with a fixed count of decimals: `−1.24`, `49,152.0`, `−∞`. Never a negative zero. */
export function formatFigure(value: number, fractionDigits = 2): string {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const text = numberText(value, fractionDigits).replace("-", "−");
  return isZero(text) ? text.slice(1) : text;
}

/** A whole number with separators: `49,152`. */
export function formatCount(count: number): string {
  return formatFigure(count, 0);
}

/** The percentage of a probability that rounds to 100 % but is not 1: `99.997`. */
function formatNearOne(percent: number): string {
  for (let decimals = 2; decimals <= 6; decimals++) {
    const text = percent.toFixed(decimals);
    if (!text.startsWith("100")) return text;
  }
  return "> 99.999999";
}

/** The number of a probability in percent, without its unit: `84.7`, `0.03`, `< 0.0001`. Only 1 is 100 and only 0 is 0. */
export function formatPercentFigure(probability: number): string {
  const percent = probability * 100;
  if (Number.isNaN(percent)) return "not a number";
  if (percent <= 0) return "0";
  if (percent >= 100) return "100";
  if (percent >= 99.95) return formatNearOne(percent);
  if (percent >= 0.0995) return percent.toFixed(1);
  if (probability < 1e-6) return "< 0.0001";
  return String(Number(percent.toPrecision(1)));
}

/** A probability in percent: `84.7 %`, `0.0001 %`, `< 0.0001 %`. */
export function formatProbability(probability: number): string {
  return `${formatPercentFigure(probability)}${NBSP}%`;
}

/** An amount of information in nats: `0.58 nats`. */
export function formatNats(nats: number): string {
  return `${formatFigure(nats, 2)}${NBSP}nats`;
}

/** An amount of information in bits: `0.84 bits`. */
export function formatBits(bits: number): string {
  return `${formatFigure(bits, 2)}${NBSP}bits`;
}

/** Three significant digits at most, none of them after a point above 100: `114`, `4.71`, `86.0`. */
function threeDigits(value: number): string {
  if (value >= 99.95) return formatCount(value);
  return formatFigure(value, value >= 9.995 ? 1 : 2);
}

function scaled(value: number, base: number, units: readonly string[]): string {
  let unit = 0;
  let rest = value;
  while (rest >= base * 0.9995 && unit < units.length - 1) {
    rest /= base;
    unit++;
  }
  const figure = unit === 0 ? formatCount(rest) : threeDigits(rest).replace(/\.0+$/, "");
  return `${figure}${NBSP}${units[unit]}`;
}

/** Bytes in powers of 1,000: `86 kB`, `114 MB`. What downloads and files are stated in. */
export function formatBytes(bytes: number): string {
  return scaled(bytes, 1000, ["B", "kB", "MB", "GB", "TB"]);
}

/** Bytes in powers of 1,024, always with two decimals from KiB on: `1.00 GiB`. What memory is stated in. */
export function formatBinaryBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10));
  return `${formatFigure(bytes / 1024 ** power, power === 0 ? 0 : 2)}${NBSP}${units[power]}`;
}

/** A number of parameters: `135 M`, `4.6 M`. */
export function formatParameters(parameters: number): string {
  return scaled(parameters, 1000, ["", "k", "M", "B"]).trimEnd();
}

/** A time: `0.4 ms`, `12 ms`, `1.4 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 9.95) return `${formatFigure(milliseconds, 1)}${NBSP}ms`;
  if (milliseconds < 999.5) return `${formatCount(milliseconds)}${NBSP}ms`;
  if (milliseconds < 99_950) return `${formatFigure(milliseconds / 1000, 1)}${NBSP}s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}${NBSP}min ${seconds % 60}${NBSP}s`;
}

/** A speed in tokens per second: `110 tok/s`, `4.7 tok/s`. */
export function formatRate(tokensPerSecond: number): string {
  const figure = tokensPerSecond >= 99.95 ? formatCount(tokensPerSecond) : formatFigure(tokensPerSecond, 1);
  return `${figure}${NBSP}tok/s`;
}

/** A count with its noun, in the singular for one: `1 token`, `4,086 tokens`. */
export function formatPlural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A positive number of any size: decimals where it is near 1, else a power of ten: `20.086`, `1.97e+434`. */
export function formatMagnitude(value: number): string {
  if (!Number.isFinite(value) || value === 0) return formatFigure(value, 0);
  return value >= 1e-3 && value < 1e6 ? formatFigure(value, 3) : value.toExponential(2).replace("-", "−");
}

/** A label at the start of a line: its first letter large. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
