import { formatFigure, formatMagnitude } from "@/lib/ui/format.ts";

/** A perplexity: two decimals, or a power of ten where it is large. */
export function formatPerplexity(value: number): string {
  return value < 1e6 ? formatFigure(value, 2) : formatMagnitude(value);
}

/** How far a figure is from another in percent of that: `+11.70 %`, `0`; empty where that cannot be said. */
export function formatMoved(value: number | null, from: number | null): string {
  if (value === null || from === null || !Number.isFinite(value / from)) return "";
  const percent = (value / from - 1) * 100;
  if (Math.abs(percent) < 0.005) return "0";
  return `${percent > 0 ? "+" : "−"}${formatFigure(Math.abs(percent), 2)} %`;
}
