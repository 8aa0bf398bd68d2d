import type { BarGuess } from "@/lib/learn/course/step.ts";
import { formatFigure, formatPlural } from "@/lib/ui/format.ts";

/** A value of a guessed bar with its unit. */
export function formatGuess(value: number, unit: BarGuess["unit"], exact = false): string {
  switch (unit) {
    case "percent":
      return `${formatFigure(value * 100, exact ? 1 : 0)}\u00a0%`;
    case "GiB":
      return `${formatFigure(value, 0)}\u00a0GiB`;
    case "choices":
      return `${formatFigure(value, exact ? 2 : 1)} choices`;
    case "times":
      return `${value} of 8`;
    case "passes":
      return value === 1 ? "1 pass" : `${value} passes`;
    case "tokens":
      return formatPlural(value, "token");
    case "pairs":
      return `${value} of 251`;
  }
}
