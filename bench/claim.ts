/**
 * A claim about speed or size: our figure, the figure it is held to, and the bar.
 *
 * @module
 */
import { median } from "./median.ts";

/** One measured claim. */
export interface Claim {
  readonly what: string;
  /** Our figure with its unit. */
  readonly ours: string;
  /** What it is compared with, with its figure. */
  readonly peer: string;
  /** The compared quantity: a ratio, or a plain amount. */
  readonly value: number;
  readonly unit: string;
  readonly bar: number;
  /** Whether the value must reach the bar or stay below it. */
  readonly direction: "at least" | "at most";
}

/** Whether a claim holds. */
export function holds({ value, bar, direction }: Claim): boolean {
  return direction === "at least" ? value >= bar : value <= bar;
}

/** The median of the ratios of runs that were made one after the other: what slows the machine slows both. */
export function medianRatio(above: readonly number[], below: readonly number[]): number {
  return median(above.map((value, index) => value / below[index]!));
}

/** The claims as a Markdown table. */
export function claimsTable(claims: readonly Claim[]): string {
  const rows = claims.map((claim) => {
    const value = `${format(claim.value)}${claim.unit}`;
    const bar = `${claim.direction} ${format(claim.bar)}${claim.unit}`;
    return [claim.what, claim.ours, claim.peer, value, bar, holds(claim) ? "yes" : "NO"];
  });
  const head = ["what", "ours", "beside", "result", "bar", "holds"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function format(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}
