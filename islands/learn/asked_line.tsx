import type { ComponentChildren } from "preact";
import { type FigureProps, guessedNumber } from "./figure_props.ts";
import { formatGuess } from "./format_guess.ts";
import type { BarGuess } from "@/lib/learn/course/step.ts";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";

interface AskedLineProps {
  readonly figure: FigureProps;
  readonly name: ComponentChildren;
  /** Shown once it is revealed. */
  readonly truth: number | null;
  readonly text?: ComponentChildren;
  readonly before?: number | null;
  /** The ends of the bar where they are not those of the guess. */
  readonly min?: number;
  readonly max?: number;
  /** Whether the guess was about what is shown now; default yes. */
  readonly marked?: boolean;
}

/** The bar that is guessed: dragged before the reveal, and the true bar with the guess on it after. */
export function AskedLine({ figure, text, truth, marked = true, ...line }: AskedLineProps) {
  const { step, guess, revealed, onGuess } = figure;
  const spec = step.guess as BarGuess;
  const value = guessedNumber(guess);
  const said = value === null ? null : formatGuess(value, spec.unit);
  return (
    <BarLine
      {...spec}
      {...line}
      guess={revealed && !marked ? null : value}
      truth={revealed ? truth : null}
      text={revealed ? text : said === null ? "?" : `${said}\u00a0?`}
      {...(said !== null && { valueText: said })}
      {...(!revealed && { onGuess: (next: number) => onGuess(`${Math.max(spec.min ?? 0, next)}`) })}
    />
  );
}
