import type { ComponentChildren } from "preact";

interface FoldProps {
  /** What is behind it, in a few words, with the values that hold: "top-k, top-p, min-p: off". */
  readonly summary: ComponentChildren;
  readonly open?: boolean;
  /** It was opened or closed. */
  readonly onToggle?: (open: boolean) => void;
  readonly children: ComponentChildren;
}

/** What is rarely changed, folded: a line of quiet text that opens. */
export function Fold({ summary, open = false, onToggle, children }: FoldProps) {
  return (
    <details class="fold" open={open} onToggle={(event) => onToggle?.(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
