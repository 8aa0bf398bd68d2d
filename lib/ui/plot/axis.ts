/**
 * Scales of the plots: from values to shares of a length, and the ticks beside them.
 *
 * @module
 */
import { formatFigure } from "@/lib/ui/format.ts";

/** How an axis is drawn. */
export interface Axis {
  readonly label: string;
  readonly unit?: string;
  /** Default: from the data. */
  readonly min?: number;
  readonly max?: number;
  /** Whether equal ratios take equal lengths. Values must be above 0. */
  readonly log?: boolean;
  /** Whether values are counts or places: no tick stands between two whole numbers. */
  readonly whole?: boolean;
  /** How ticks are written; default as few digits as tell them apart. */
  readonly format?: (value: number) => string;
}

/** An axis with its ends fixed. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly log: boolean;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
}

const MAX_TICKS = 7;

/** The step of 1, 2 or 5 times a power of ten that gives at most `most` ticks. */
function niceStep(span: number, most: number): number {
  const rough = span / (most - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
}

/** Ticks at round values from `min` to `max`, at most seven, and at least `least` apart. */
export function linearTicks(min: number, max: number, most = MAX_TICKS, least = 0): number[] {
  if (!(max > min)) return [min];
  const step = Math.max(least, niceStep(max - min, most));
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from(
    { length: last - first + 1 },
    (_, index) => Number(((first + index) * step).toPrecision(12)),
  );
}

/** Ticks at powers of ten from `min` to `max`, every second or third one where there are too many. */
export function logTicks(min: number, max: number, most = MAX_TICKS): number[] {
  const first = Math.ceil(Math.log10(min) - 1e-9);
  const last = Math.floor(Math.log10(max) + 1e-9);
  if (last <= first) return linearTicks(min, max, most);
  const every = Math.ceil((last - first + 1) / most);
  return Array.from(
    { length: Math.floor((last - first) / every) + 1 },
    (_, index) => 10 ** (first + index * every),
  );
}

/** As few decimals as tell neighboring ticks apart. */
function tickFormat(ticks: readonly number[]): (value: number) => string {
  const step = ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) : Math.abs(ticks[0] ?? 1) || 1;
  const decimals = Math.min(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)), 8);
  return (value) => formatFigure(value, decimals);
}

function ends(axis: Axis, values: readonly number[]): [number, number] {
  const finite = values.filter((value) => Number.isFinite(value) && (!axis.log || value > 0));
  const min = axis.min ?? (finite.length ? Math.min(...finite) : axis.log ? 1 : 0);
  const max = axis.max ?? (finite.length ? Math.max(...finite) : min + 1);
  if (max > min) return [min, max];
  return axis.log ? [min / 10, min * 10] : [min - 0.5, min + 0.5];
}

/** Fixes an axis to its data. */
export function scaleOf(axis: Axis, values: readonly number[]): Scale {
  const [min, max] = ends(axis, values);
  const log = axis.log ?? false;
  const ticks = log ? logTicks(min, max) : linearTicks(min, max, MAX_TICKS, axis.whole ? 1 : 0);
  const plain = log
    ? (value: number) => formatFigure(value, value >= 1 ? 0 : -Math.floor(Math.log10(value) + 1e-9))
    : tickFormat(ticks);
  return { min, max, log, ticks, format: axis.format ?? plain };
}

/** Where a value lies between the ends of a scale, 0 to 1 inside. */
export function shareOf(scale: Scale, value: number): number {
  const { min, max, log } = scale;
  if (log) return Math.log(value / min) / Math.log(max / min);
  return (value - min) / (max - min);
}
