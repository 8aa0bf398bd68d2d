import type { ComponentChildren } from "preact";
import { GuessBar, type GuessBarProps } from "@/lib/ui/learn/guess_bar.tsx";

interface BarLineProps extends GuessBarProps {
  /** What stands before the bar. */
  readonly name: ComponentChildren;
  /** What stands behind it. */
  readonly text: ComponentChildren;
}

/** A bar with its name and its figure; lines of a list that is a `<ul class="bar-lines">`. */
export function BarLine({ name, text, ...bar }: BarLineProps) {
  return (
    <li class={bar.onGuess ? "bar-line asked" : "bar-line"}>
      <span class="bar-name">{name}</span>
      <GuessBar {...bar} />
      <span class="bar-text num">{text}</span>
    </li>
  );
}
