import type { ComponentChildren } from "preact";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { BarLine } from "@/lib/ui/learn/bar_line.tsx";

interface ProbabilityLineProps {
  readonly name: ComponentChildren;
  /** How the handle is read aloud. */
  readonly label: string;
  readonly value: number;
  readonly text: string;
  /** Whether it can be dragged yet. */
  readonly moves: boolean;
  readonly onInput: (value: number) => void;
}

/** A probability as a bar, and as a handle once it may be moved. */
export function ProbabilityLine({ name, label, value, text, moves, onInput }: ProbabilityLineProps) {
  if (!moves) {
    return <BarLine label={label} name={name} max={1} step={0.005} truth={value} guess={null} text={text} />;
  }
  return (
    <li class="bar-line">
      <span class="bar-name">{name}</span>
      <Handle
        label={label}
        value={value}
        min={0.005}
        max={1}
        step={0.005}
        valueText={text}
        onInput={onInput}
      />
      <span class="bar-text num">{text}</span>
    </li>
  );
}
